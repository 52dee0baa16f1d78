import { checks } from '../../../checks/index.ts';
import { readFactsFile } from '../../bundle/read-facts.ts';
import { allFacts } from '../../engine/check-host.ts';
import { compare, type Side } from '../../engine/compare.ts';
import { select } from '../../engine/select.ts';
import { UsageError } from '../../model/usage-error.ts';
import { jsonDocument } from '../../parse/json-document.ts';
import type { CommandFunction, Context } from '../context.ts';
import { exitCodeOfDiff } from '../exit-codes.ts';
import { judgeItem } from '../look.ts';
import { diffText } from '../ui/diff-text.ts';
import { version } from '../version.ts';

/** Says what differs between saved looks at hosts. Touches none. */
export const diff: CommandFunction = async (files, context) => {
  const { settings, terminal } = context;
  if (settings.format === 'junit') throw new UsageError('--format: diff prints text or json');
  const sides = await sidesOf(files, context);
  if (sides.length < 2) {
    throw new UsageError(
      'diff compares two hosts or more: name two files, or a bundle of several hosts',
    );
  }
  const comparison = compare(sides, checks);
  const document =
    settings.format === 'json'
      ? jsonDocument({
          schemaVersion: '1.0',
          tool: { name: 'podready', version: version() },
          ...comparison,
        })
      : diffText(comparison, {
          color: terminal.colorOfOut(settings.color),
          width: terminal.columns,
          verbose: settings.verbose,
        });
  const written = await terminal.writeOut(document);
  return exitCodeOfDiff({
    equal: comparison.equal,
    reached: comparison.unreached.length === 0,
    outputFailed: written === 'failed',
  });
};

async function sidesOf(
  files: readonly string[],
  { settings }: Pick<Context, 'settings'>,
): Promise<readonly Side[]> {
  // With all facts, also those that no check of this run asks for.
  const selection = { ...select({ only: [], skip: [], deep: true }), facts: allFacts() };
  const sides: (Side & { readonly file: string })[] = [];
  for (const file of files) {
    const { items } = await readFactsFile(file);
    for (const item of items) {
      const { report, checked } = judgeItem(item, selection, settings.needs);
      sides.push({ name: report.host, report, facts: checked?.facts ?? {}, file });
    }
  }
  return sides.map(({ file, ...side }, at) => ({ ...side, name: nameOf(at, { sides, file }) }));
}

/** The host; where there are two of that name, with its file, and with a number if need be. */
function nameOf(
  at: number,
  { sides, file }: { readonly sides: readonly (Side & { readonly file: string })[]; file: string },
): string {
  const host = sides[at]?.name ?? '';
  const alike = sides.filter(({ name }) => name === host);
  if (alike.length === 1) return host;
  const twins = sides.filter((one) => one.name === host && one.file === file);
  const number = sides.slice(0, at + 1).filter((one) => one.name === host && one.file === file);
  return `${host} (${file}${twins.length === 1 ? '' : `, ${number.length}`})`;
}
