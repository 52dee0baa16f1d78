<<<<<<< HEAD
/** The program. Awaited here, so that Node sees when it would wait for ever. */
import { start } from './start.ts';

await start();
=======
import { start } from './start.ts';

start();
>>>>>>> main
