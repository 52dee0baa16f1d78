/** The process: streams, signals, and the one place that ends it. */
import process from 'node:process';
import { EXIT } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { run } from './run.ts';
import { createTerminal } from './ui/terminal.ts';

/** Runs the command line of this process, and ends it. */
export async function start(): Promise<void> {
  const terminal = createTerminal(process);
  const interruption = new Interruption(process, {
    say: terminal.writeErr,
    exit: (code) => process.exit(code),
  });

  process.on('uncaughtException', (error) => {
    void import('./defect.ts').then(({ describeDefect }) => {
      terminal.writeErr(describeDefect(error));
      process.exit(EXIT.defect);
    });
  });

  // Node ends with 13 when nothing is left that could settle what is awaited below.
  process.on('exit', (code) => {
    if (code !== 13) return;
    terminal.writeErr('This is a defect in podready: it waited for something that never came.\n');
    process.exitCode = EXIT.defect;
  });

  process.exitCode = await run(process.argv.slice(2), terminal, interruption);
  await terminal.drain();
  // All that was to be printed has been handed over. A connection that a host keeps open must not keep
  // the user waiting.
  process.exit();
}
