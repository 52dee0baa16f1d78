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
