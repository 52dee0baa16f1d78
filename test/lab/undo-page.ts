/** The table of docs/undo.md, from what the lab saw. */
import type { RepairStep, Undo } from '../../src/model/fix.ts';
import { NOT_COMPARED } from './configuration.ts';
import type { LabFault } from './fault.ts';
import { faults } from './faults/index.ts';
import { Ledger, type Seen } from './ledger.ts';
import type { SuiteName } from './recipe/suites.ts';

/** A step that changed the host, as the journal there has it. */
export interface Changed {
  readonly fix: string;
  readonly kind: RepairStep['kind'];
  readonly undo: Undo;
}

export interface Undone extends Seen {
  readonly fault: string;
  readonly suite: SuiteName;
  readonly steps: readonly Changed[];
  /** What is not as it was before, because a step that cannot be taken back changed it. */
  readonly stays?: readonly string[];
}

export const undone = new Ledger<Undone>('undone.json', ({ fault, suite }) => `${fault} ${suite}`);

export interface Case {
  readonly fault: LabFault;
  readonly suite: SuiteName;
}

/** Every fault that a fix repairs. */
export function repairable(): readonly Case[] {
  return faults
    .filter(({ fix, variant = 'plain' }) => fix.kind !== 'manual' && variant === 'plain')
    .map((fault) => ({ fault, suite: fault.suites[0] }));
}

export function renderUndone(all: readonly Undone[]): string {
  const missing = repairable().filter(({ fault }) => !all.some((one) => one.fault === fault.id));
  const good = all.filter(({ problems }) => problems.length === 0);
  return [
    `- as before: ${good.length} of ${all.length}`,
    `- faults with a fix that were not tried: ${missing.map(({ fault }) => fault.id).join(', ') || 'none'}`,
    '',
    '| fault | fix | its steps | host | as before | commit |',
    '| --- | --- | --- | --- | --- | --- |',
    ...all.map(row),
    '',
    'Not compared:',
    '',
    ...NOT_COMPARED.map(({ because }) => `- ${because}`),
  ].join('\n');
}

function row({ fault, suite, steps, stays = [], problems, commit }: Undone): string {
  const all = isTakenBack(steps) ? 'yes' : 'nothing to take back';
  const good = stays.length === 0 ? all : `${all}; stays: \`${stays.join('`, `')}\``;
  const done = problems.length === 0 ? good : '**no**';
  const fixes = [...new Set(steps.map(({ fix }) => fix))].join(', ');
  const kinds = steps.map(({ kind, undo }) => (undo === 'none' ? `${kind} (stays)` : kind));
  return `| ${fault} | ${fixes} | ${kinds.join(', ')} | ${suite} | ${done} | ${commit} |`;
}

/** A restart, for one, leaves nothing that could be taken back. */
export function isTakenBack(steps: readonly Changed[]): boolean {
  return steps.some(({ undo }) => undo !== 'none');
}
