import { readFactsFile } from '../../bundle/read-facts.ts';
import { UsageError } from '../../model/usage-error.ts';
import { jsonDocument } from '../../parse/json-document.ts';
import type { CommandFunction } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { bundleText } from '../ui/bundle-text.ts';

/** Lists what is in a bundle, so that who sends it knows. Every entry is read, and its hash compared. */
export const bundle: CommandFunction = async ([action = '', file = ''], { settings, terminal }) => {
  if (action !== 'show') throw new UsageError(`bundle: expected show; got '${action}'`);
  if (settings.format === 'junit') throw new UsageError('--format: bundle prints text or json');
  const { kind, manifest } = await readFactsFile(file);
  if (manifest === undefined) {
    throw new UsageError(`${file}: expected a bundle of podready collect; this is a ${kind}`);
  }
  const document =
    settings.format === 'json'
      ? jsonDocument(manifest)
      : bundleText(manifest, {
          file,
          color: terminal.colorOfOut(settings.color),
          width: terminal.columns,
          verbose: settings.verbose,
        });
  const written = await terminal.writeOut(document);
  return written === 'failed' ? EXIT.usage : EXIT.ready;
};
