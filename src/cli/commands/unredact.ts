import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { UsageError } from '../../model/usage-error.ts';
import { printable } from '../../parse/printable.ts';
import type { CommandFunction } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { loadMap, unredacted } from '../redaction.ts';

/** Puts the real names back into a report about hosts that were shared, or into an answer to it. */
export const unredact: CommandFunction = async ([file = '-'], { settings, terminal }) => {
  const { redactMap } = settings;
  if (redactMap === null) {
    throw new UsageError(
      'unredact: name the map with --redact-map, such as bundle.tar.gz.map.json',
    );
  }
  if (file === '-' && terminal.canAsk) {
    throw new UsageError('unredact reads stdin, which is a terminal here; name a file');
  }
  const map = await loadMap(redactMap);
  const shared = await (file === '-' ? textOf(terminal.input) : readFile(file, 'utf8')).catch(
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${file}: ${printable(why)}`, { cause: error });
    },
  );
  const written = await terminal.writeOut(unredacted(shared, map));
  return written === 'failed' ? EXIT.usage : EXIT.ready;
};
