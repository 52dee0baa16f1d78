import type { Readable } from '../model/fact.ts';
import type { UnitState, Units } from '../parse/unit-properties.ts';
import type { UnitFiles, UserUnitFiles } from '../parse/user-unit-files.ts';

/** What is to be said of a socket unit. */
export type SocketUnitState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'masked'; readonly path: string }
  /** Its file cannot be used; `error` in systemd's words. */
  | { readonly kind: 'broken'; readonly path: string; readonly error: string }
  | { readonly kind: 'failed'; readonly result: string }
  | { readonly kind: 'disabled' }
  | { readonly kind: 'stopped' }
  /** It listens now, or will as soon as a manager of the user runs. */
  | { readonly kind: 'ready' };

export interface SocketUnit {
  /** What keeps it from listening now. */
  readonly now: SocketUnitState;
  /** What keeps it from listening after the next start of its manager. */
  readonly later: SocketUnitState;
}

/**
 * The user's podman.socket. When no manager runs, only the files can tell, and an enabled socket is
 * ready: whether a manager will run is what lingering decides. `ours`: it listens only because of
 * our own login, which is no evidence.
 */
export function userSocket(
  units: Readable<Units>,
  files: Readable<UserUnitFiles>,
  ours: boolean,
): SocketUnit {
  const file = files.state === 'known' ? files.value.units.get('podman.socket') : undefined;
  const unit = units.state === 'known' ? units.value.get('podman.socket') : undefined;
  if (unit === undefined) {
    const state = stateOfFiles(file);
    return { now: state, later: state };
  }
  return socketUnit(unit, (file?.wantedBy.length ?? 0) > 0, ours);
}

/** A socket unit that a running manager has described; `wanted`: some link enables it. */
export function socketUnit(unit: UnitState, wanted: boolean, ours = false): SocketUnit {
  const later = laterState(unit, wanted);
  if (unit.active === 'active') {
    return { now: ours && later.kind !== 'ready' ? later : READY, later };
  }
  if (later.kind !== 'ready') return { now: later, later };
  const now: SocketUnitState =
    unit.active === 'failed' ? { kind: 'failed', result: unit.result } : { kind: 'stopped' };
  return { now, later };
}

const READY: SocketUnitState = { kind: 'ready' };

function laterState(unit: UnitState, wanted: boolean): SocketUnitState {
  if (unit.fileState.startsWith('masked') || unit.load === 'masked') {
    return { kind: 'masked', path: unit.fragment };
  }
  if (unit.load === 'not-found') return { kind: 'missing' };
  if (unit.load === 'bad-setting' || unit.load === 'error') {
    return { kind: 'broken', path: unit.dropIns.at(-1) ?? unit.fragment, error: unit.loadError };
  }
  // `enabled-runtime` does not outlive a reboot; a unit without [Install] may be linked by hand.
  return unit.fileState === 'enabled' || wanted ? READY : { kind: 'disabled' };
}

function stateOfFiles(file: UnitFiles | undefined): SocketUnitState {
  if (file === undefined || file.path === null) return { kind: 'missing' };
  if (file.masked) return { kind: 'masked', path: file.path };
  return file.wantedBy.length > 0 ? READY : { kind: 'disabled' };
}
