import type { Answer } from './fake-host.ts';
import type { Step } from '../../src/model/fix.ts';
import type { StepStatus } from '../../src/model/journal.ts';

/** One step as a journal of a host has it. */
export interface Written {
  readonly run: string;
  readonly fix: string;
  readonly index?: number;
  readonly at?: string;
  /** Left out as by podreadys that did not say it. */
  readonly last?: boolean;
  readonly step: Step;
  readonly seen?: string;
  /** `null`: nobody wrote how it ended. */
  readonly status?: StepStatus | null;
  readonly left?: string;
}

/** What the probe of a journal prints when these steps were applied. */
export function journalOf(...written: readonly Written[]): Answer {
  const runs = [...new Set(written.map(({ run }) => run))].toSorted().toReversed();
  const lines = runs.flatMap((run) => [
    `run ${run}.ndjson`,
    ...written.filter((one) => one.run === run).flatMap((one) => linesOf(one)),
  ]);
  return { stdout: lines.map((line) => `${line}\n`).join('') };
}

/** The two lines of one step. */
export function linesOf(one: Written): readonly string[] {
  const { run, fix, index = 0, last, step, seen = '', status = 'done', left = '' } = one;
  const { at = `2026-01-02T03:04:0${index}.000Z` } = one;
  const place = { schemaVersion: '1.0', run, fix, index };
  const begin = { event: 'begin', ...place, at, last, step, seen };
  const end = { event: 'end', ...place, at, last, undoes: step.undoes, status, seen: left };
  return [begin, ...(status === null ? [] : [end])].map((entry) => `|${JSON.stringify(entry)}`);
}

/** Steps of several kinds, as fixes plan them. */
export const STEPS = {
  linger: {
    kind: 'enable-linger',
    summary: 'Enable linger for alice',
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    user: 'alice',
    uid: 1000,
  },
  socket: {
    kind: 'enable-unit',
    summary: 'Enable and start podman.socket of alice',
    as: 'user',
    effect: 'safe',
    undo: 'exact',
    manager: 'user',
    unit: 'podman.socket',
    now: true,
    before: { enabled: false, active: false },
  },
  dropIn: {
    kind: 'write-file',
    summary: 'Delegate cpu to user managers',
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path: '/etc/systemd/system/user@.service.d/delegate.conf',
    content: '[Service]\nDelegate=cpu\n',
    mode: 0o644,
    before: null,
  },
  reload: {
    kind: 'run',
    summary: 'Let systemd read it',
    as: 'root',
    effect: 'safe',
    undo: 'equivalent',
    argv: ['systemctl', 'daemon-reload'],
    undoArgv: ['systemctl', 'daemon-reload'],
  },
  migrate: {
    kind: 'run',
    summary: 'Let Podman make its user namespace anew',
    as: 'user',
    effect: 'safe',
    undo: 'none',
    argv: ['podman', 'system', 'migrate'],
  },
  policy: {
    kind: 'write-file',
    summary: 'Write the policy that distributions ship',
    as: 'user',
    effect: 'safe',
    undo: 'exact',
    path: '/home/alice/.config/containers/policy.json',
    content: '{}\n',
    mode: 0o644,
    before: null,
  },
} as const satisfies Readonly<Record<string, Step>>;
