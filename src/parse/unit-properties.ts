/** A systemd unit as `systemctl show` describes it. */
export interface UnitState {
  readonly id: string;
  /** `loaded`, `not-found`, `masked`, `bad-setting`, `error`, … */
  readonly load: string;
  /** What is wrong with its file, in systemd's words. */
  readonly loadError: string;
  /** `active`, `inactive`, `failed`, `activating`, … */
  readonly active: string;
  readonly sub: string;
  /** `enabled`, `disabled`, `masked`, `static`, …; empty when there is no file. */
  readonly fileState: string;
  /** The unit file; empty when there is none. */
  readonly fragment: string;
  readonly dropIns: readonly string[];
  /** Addresses of a socket unit: a path, or `address:port`. */
  readonly listen: readonly string[];
  /** Permission bits of the sockets. */
  readonly socketMode: number | null;
  /** `success`, `exit-code`, `trigger-limit-hit`, … */
  readonly result: string;
  readonly exitStatus: number | null;
  readonly restarts: number;
  /** Program that a service starts; empty for other units. */
  readonly program: string;
  /** That program is not there, or may not be run. */
  readonly programMissing: boolean;
  /** `NoNewPrivileges=yes`: setuid bits of what it starts have no effect. */
  readonly noNewPrivileges: boolean;
  /** Microseconds since boot when it became active; `null` when it never was. */
  readonly enteredAt: number | null;
  /** Files changed since the manager read them. */
  readonly needsReload: boolean;
}

/** Units by the name that was asked for. */
export type Units = ReadonlyMap<string, UnitState>;

/** The properties that `parseUnits` reads, as `systemctl show -p` takes them. */
export const UNIT_PROPERTIES = [
  ...['Id', 'Names', 'LoadState', 'LoadError', 'ActiveState', 'SubState', 'UnitFileState'],
  ...['FragmentPath', 'DropInPaths', 'Listen', 'SocketMode', 'Result', 'ExecMainStatus'],
  ...['NRestarts', 'ExecStart', 'ActiveEnterTimestampMonotonic', 'NeedDaemonReload'],
  ...['NoNewPrivileges'],
].join(',');

/** Quadlets wait for it, since Podman 5.3: the manager of a user does not see the targets of the system. */
export const NETWORK_UNIT = 'podman-user-wait-network-online.service';

/** Before the path of a program that is not there. */
export const MISSING_PROGRAM = 'missing-program ';

/**
 * Reads the blocks that `systemctl show UNIT…` prints, one a unit, an empty line between them. An alias
 * gives the block of the unit that it stands for. The order of properties within a block is not
 * fixed (measured: systemd 257), and `Listen` comes once for each address.
 */
export function parseUnits(text: string, names: readonly string[]): Units {
  const blocks = text.split(/\n{2,}/u).map(parseBlock);
  const missing = text
    .split('\n')
    .flatMap((line) =>
      line.startsWith(MISSING_PROGRAM) ? [line.slice(MISSING_PROGRAM.length)] : [],
    );
  const units = new Map<string, UnitState>();
  for (const name of names) {
    const block = blocks.find(
      (one) => words(one, 'Id').includes(name) || words(one, 'Names').includes(name),
    );
    if (block !== undefined) units.set(name, toUnit(block, missing));
  }
  return units;
}

type Block = ReadonlyMap<string, readonly string[]>;

const PROGRAM = /^\{ path=(?<path>.*?) ; /u;

function parseBlock(text: string): Block {
  const block = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const at = line.indexOf('=');
    if (at <= 0) continue;
    const key = line.slice(0, at);
    block.set(key, [...(block.get(key) ?? []), line.slice(at + 1)]);
  }
  return block;
}

function toUnit(block: Block, missing: readonly string[]): UnitState {
  const program = PROGRAM.exec(first(block, 'ExecStart'))?.groups?.['path'] ?? '';
  const entered = number(block, 'ActiveEnterTimestampMonotonic');
  return {
    id: first(block, 'Id'),
    load: first(block, 'LoadState'),
    loadError: /"(?<text>.*)"$/u.exec(first(block, 'LoadError'))?.groups?.['text'] ?? '',
    active: first(block, 'ActiveState'),
    sub: first(block, 'SubState'),
    fileState: first(block, 'UnitFileState'),
    fragment: first(block, 'FragmentPath'),
    dropIns: words(block, 'DropInPaths'),
    listen: (block.get('Listen') ?? []).flatMap((line) => {
      const address = line.replace(/ \([A-Za-z]+\)$/u, '');
      return address === '' ? [] : [address];
    }),
    socketMode: octal(first(block, 'SocketMode')),
    result: first(block, 'Result'),
    exitStatus: number(block, 'ExecMainStatus'),
    restarts: number(block, 'NRestarts') ?? 0,
    program,
    programMissing: program !== '' && missing.includes(program),
    noNewPrivileges: first(block, 'NoNewPrivileges') === 'yes',
    enteredAt: entered === 0 ? null : entered,
    needsReload: first(block, 'NeedDaemonReload') === 'yes',
  };
}

function first(block: Block, key: string): string {
  return block.get(key)?.[0] ?? '';
}

function words(block: Block, key: string): readonly string[] {
  return first(block, key)
    .split(' ')
    .filter((word) => word !== '');
}

function number(block: Block, key: string): number | null {
  const text = first(block, key);
  return /^\d{1,15}$/u.test(text) ? Number(text) : null;
}

function octal(text: string): number | null {
  return /^[0-7]{3,5}$/u.test(text) ? Number.parseInt(text, 8) : null;
}
