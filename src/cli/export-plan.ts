import { refuseGuarded, toExportedPlan } from '../engine/exported-plan.ts';
import type { HostPlan } from '../engine/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import type { Looked } from './look.ts';
import type { ExportFormat } from './outputs.ts';
import { replaceFile } from './replace-file.ts';
import { version } from './version.ts';

/** What became of the plan that was to be written for another tool. */
export interface PlanExport {
  /** For stdout, when no file was named; nothing else is printed there then. */
  readonly text: string | null;
  /** `false` when it could not be written. */
  readonly complete: boolean;
}

const NONE: PlanExport = { text: null, complete: true };

/** A script for one host is no script for another one. */
export function requireOneHost(
  hosts: number,
  { exportAs }: { exportAs: ExportFormat | null },
): void {
  if (exportAs === null || hosts <= 1) return;
  throw new UsageError(
    `--export ${exportAs} writes the plan of one host, and these are ${hosts}; name one`,
  );
}

/** Writes the plan as `--export` says, to the files of `--output` that name no format of their own. */
export async function exportPlan(
  [looked]: readonly Looked[],
  [plan]: readonly (HostPlan | undefined)[],
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<PlanExport> {
  const { exportAs } = settings;
  if (exportAs === null || looked === undefined) return NONE;
  const { report, checked } = looked;
  const say = (why: string): PlanExport => {
    terminal.writeErr(`error: --export ${exportAs}: ${printable(why)}\n`);
    return { text: null, complete: false };
  };
  // The exit code already says that the host could not be looked at.
  if (checked === undefined || plan === undefined) {
    say(`nothing is written, because ${report.host} could not be looked at`);
    return NONE;
  }
  const tool = `podready ${version()}`;
  const exportable = toExportedPlan({ tool, report, facts: checked.facts, plan });
  if (exportable === null) return say('nothing is written, because the user is not known');
  const { exporters } = await import('../../exports/index.ts');
  const made = refuseGuarded(exportable) ?? exporters[exportAs].export(exportable);
  if (made.outcome === 'inexpressible') {
    for (const { fix, step, because } of made.steps) say(`${fix}, “${step}”: ${because}`);
    return say('nothing is written; leave those out with --skip, or take another format');
  }
  return await deliver(made.text, { settings, terminal });
}

async function deliver(
  text: string,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<PlanExport> {
  const files = settings.outputs.flatMap(({ format, file }) => (format === 'export' ? [file] : []));
  let complete = true;
  for (const file of files) {
    try {
      await replaceFile(file, text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      complete = false;
      terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    }
  }
  return { text: files.length === 0 ? text : null, complete };
}
