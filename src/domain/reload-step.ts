import type { RunStep } from '../model/fix.ts';

/** Lets the manager of the system read its files again: what runs goes on. */
export const DAEMON_RELOAD: RunStep = {
  kind: 'run',
  summary: 'Let systemd read it',
  as: 'root',
  effect: 'safe',
  undo: 'equivalent',
  argv: ['systemctl', 'daemon-reload'],
  undoArgv: ['systemctl', 'daemon-reload'],
};

/**
 * Lets what a slice may use, as it was read last, count now. The manager (measured with systemd 257) writes it to the
 * control group only when something starts there: a program that does nothing.
 */
export function startedIn(slice: string): RunStep {
  const argv = [
    'systemd-run',
    '--quiet',
    '--wait',
    '--collect',
    `--slice=${slice}`,
    'true',
  ] as const;
  return {
    kind: 'run',
    summary: `Let it count for what runs in ${slice}`,
    as: 'root',
    effect: 'safe',
    undo: 'equivalent',
    argv,
    undoArgv: argv,
  };
}
