import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import type { FixSelection } from './fix-selection.ts';
import type { Looked } from './look.ts';
import { savePlan } from './plan-files.ts';
import { toSavedPlan } from './planned.ts';

/** What became of the files that were to get the plan. */
export interface PlanWritten {
  /** The first one that holds it; `null` when none was asked for or none could be made. */
  readonly file: string | null;
  /** `false` when one could not be written. */
  readonly complete: boolean;
}

/**
 * Writes the plan to every `--output` that wants it. There is none unless all hosts could be looked at: who
 * follows a plan believes that it is about every host that was named.
 */
export async function writePlans(
  hosts: readonly Looked[],
  selected: FixSelection,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<PlanWritten> {
  const files = settings.outputs.flatMap(({ format, file }) => (format === 'plan' ? [file] : []));
  const blind = hosts.find(({ checked }) => checked === undefined);
  if (files.length > 0 && blind !== undefined) {
    const { host } = blind.report;
    terminal.writeErr(
      `error: no plan is saved, because ${printable(host)} could not be looked at\n`,
    );
    return { file: null, complete: true };
  }
  const plan = toSavedPlan(hosts, selected, settings);
  const written: string[] = [];
  for (const file of files) {
    try {
      await savePlan(file, plan);
      written.push(file);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    }
  }
  return { file: written[0] ?? null, complete: written.length === files.length };
}
