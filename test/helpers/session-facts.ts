import type { ApiSockets } from '../../src/facts/api-sockets.ts';
import type { Init } from '../../src/facts/init.ts';
import type { LoginEnv, LoginVariable } from '../../src/facts/login-env.ts';
import type { LoginSession } from '../../src/facts/login-session.ts';
import type { RuntimeDir } from '../../src/facts/runtime-dir.ts';
import type { SshAccount } from '../../src/facts/ssh-account.ts';
import type { SshServer } from '../../src/facts/ssh-server.ts';
import type { User } from '../../src/facts/user.ts';
import type { PathRecord } from '../../src/parse/records.ts';
import { parseSshdConfig, type SshdConfig } from '../../src/parse/sshd-config.ts';
import type { SshdTest } from '../../src/parse/sshd-test.ts';
import type { SshFiles, SshPath } from '../../src/parse/ssh-files.ts';
import type { UnitState, Units } from '../../src/parse/unit-properties.ts';
import type { UnitFiles, UserUnitFiles } from '../../src/parse/user-unit-files.ts';

/** A healthy Debian host as alice sees it over SSH; tests change what matters to them. */
export const ALICE: User = {
  name: 'alice',
  uid: 1000,
  gid: 1000,
  home: '/home/alice',
  shell: '/bin/bash',
  groups: ['alice', 'users'],
};

export const ROOT: User = {
  ...ALICE,
  name: 'root',
  uid: 0,
  gid: 0,
  home: '/root',
  groups: ['root'],
};

export const SYSTEMD: Init = { name: 'systemd', systemd: true };
export const OPENRC: Init = { name: 'init', systemd: false };

export const SOCKET_PATH = '/run/user/1000/podman/podman.sock';

export const OVER_SSH = { overSsh: true, serverIdent: 'SSH-2.0-OpenSSH_10.0p2 Debian-7' };
export const LOCAL = { overSsh: false, serverIdent: '' };

export const LINGERS = { enabled: true, path: '/var/lib/systemd/linger/alice', barrier: null };
export const NO_LINGER = { ...LINGERS, enabled: false };

export const SESSION: LoginSession = {
  id: '13',
  uid: 1000,
  startedAt: 90_000_000,
  service: 'sshd',
  remote: true,
  class: 'user',
};

export function unit(id: string, given: Partial<UnitState> = {}): UnitState {
  return {
    id,
    load: 'loaded',
    loadError: '',
    active: 'active',
    sub: 'running',
    fileState: 'enabled',
    fragment: `/usr/lib/systemd/user/${id}`,
    dropIns: [],
    listen: [],
    socketMode: null,
    result: 'success',
    exitStatus: null,
    restarts: 0,
    program: '',
    programMissing: false,
    noNewPrivileges: false,
    enteredAt: 32_000_000,
    needsReload: false,
    ...given,
  };
}

export function socketUnit(given: Partial<UnitState> = {}): UnitState {
  return unit('podman.socket', {
    sub: 'listening',
    listen: [SOCKET_PATH],
    socketMode: 0o660,
    ...given,
  });
}

export function serviceUnit(given: Partial<UnitState> = {}): UnitState {
  return unit('podman.service', {
    active: 'inactive',
    sub: 'dead',
    fileState: 'disabled',
    program: '/usr/bin/podman',
    exitStatus: 0,
    ...given,
  });
}

export function units(...given: readonly UnitState[]): Units {
  return new Map(given.map((one) => [one.id.startsWith('user@') ? 'user@.service' : one.id, one]));
}

export function unitFiles(
  given: Readonly<Record<string, Partial<UnitFiles>>> = {},
  more: Partial<UserUnitFiles> = {},
): UserUnitFiles {
  const all: Readonly<Record<string, Partial<UnitFiles>>> = {
    'podman.socket': {},
    'podman.service': {},
    'dbus.socket': {},
    ...given,
  };
  const toFiles = ([id, one]: [string, Partial<UnitFiles>]): [string, UnitFiles] => [
    id,
    { path: `/usr/lib/systemd/user/${id}`, masked: false, wantedBy: [], dropIns: [], ...one },
  ];
  return {
    units: new Map(Object.entries(all).map(toFiles)),
    wantedByMultiUser: [],
    denied: [],
    ...more,
  };
}

export const WANTED = {
  wantedBy: ['/home/alice/.config/systemd/user/sockets.target.wants/podman.socket'],
};

export function pathRecord(path: string, given: Partial<PathRecord> = {}): PathRecord {
  return {
    path,
    status: 'ok',
    type: 'socket',
    mode: 0o660,
    uid: 1000,
    gid: 1000,
    mtime: 1_795_000_000,
    ...given,
  };
}

export function gone(path: string): PathRecord {
  return { path, status: 'absent', type: '-', mode: null, uid: null, gid: null, mtime: null };
}

const BUS_PATH = '/run/user/1000/bus';
const SYSTEM_BUS = '/run/dbus/system_bus_socket';

export function sockets(
  files: readonly PathRecord[] = [],
  given: Partial<ApiSockets> = {},
): ApiSockets {
  const all = [pathRecord(SOCKET_PATH), pathRecord(BUS_PATH), pathRecord(SYSTEM_BUS), ...files];
  return {
    runtimeDir: '/run/user/1000',
    userPath: SOCKET_PATH,
    files: new Map(all.map((record) => [record.path, record])),
    listening: new Set([SOCKET_PATH, BUS_PATH, SYSTEM_BUS]),
    dockerWritable: false,
    dockerIsPodman: false,
    ...given,
  };
}

export function loginEnv(
  variables: Readonly<Partial<Record<LoginVariable, string>>> = {},
  given: Partial<LoginEnv> = {},
): LoginEnv {
  const all = {
    XDG_RUNTIME_DIR: '/run/user/1000',
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${BUS_PATH}`,
    ...variables,
  };
  return {
    uid: 1000,
    variables: new Map(Object.entries(all) as [LoginVariable, string][]),
    path: '/usr/local/bin:/usr/bin:/bin:/usr/games',
    podman: '/usr/bin/podman',
    otherPodmans: ['/bin/podman'],
    runtimeDirOwner: 1000,
    runtimeDirStatus: 'ok',
    sockets: new Set([BUS_PATH]),
    ...given,
  };
}

export function runtimeDir(given: Partial<RuntimeDir> = {}): RuntimeDir {
  return {
    path: '/run/user/1000',
    type: 'directory',
    mode: 0o700,
    uid: 1000,
    writable: true,
    sizeKiB: 150_280,
    freeKiB: 150_244,
    ...given,
  };
}

export function sshServer(given: Partial<SshServer> = {}): SshServer {
  return {
    binaries: ['/usr/sbin/sshd'],
    hostKeys: ['/etc/ssh/ssh_host_ed25519_key'],
    running: true,
    ...given,
  };
}

export function sshAccount(given: Partial<SshAccount> = {}): SshAccount {
  return {
    shell: '/bin/bash',
    shellStatus: 'ok',
    shellListed: true,
    nologin: [],
    pamShells: ['/etc/pam.d/chsh'],
    pamSystemd: ['/etc/pam.d/common-session', '/etc/pam.d/runuser-l'],
    pamSystemdModule: '/usr/lib/x86_64-linux-gnu/security/pam_systemd.so',
    pamReadable: true,
    ...given,
  };
}

export const SSHD_CONFIG = '/etc/ssh/sshd_config';

/** Debian's file without its comments; `more` lines come at the end of it. */
export function sshdConfig(...more: readonly string[]): SshdConfig {
  const lines = ['KbdInteractiveAuthentication no', 'UsePAM yes', 'X11Forwarding yes', ...more];
  const text = lines.join('\n');
  const record = { mode: 0o644, uid: 0, gid: 0, mtime: 1 } as const;
  return parseSshdConfig({ path: SSHD_CONFIG, status: 'ok', text, ...record }, [], []);
}

export function sshdTest(
  options: Readonly<Record<string, readonly string[]>> = {},
  given: Partial<SshdTest> = {},
): SshdTest {
  return {
    binary: '/usr/sbin/sshd',
    valid: true,
    complaints: [],
    options: new Map(Object.entries(options)),
    ...given,
  };
}

const SSH_PATHS = [
  ['/home/alice', 0o755],
  ['/home/alice/.ssh', 0o700],
  ['/home/alice/.ssh/authorized_keys', 0o600],
] as const;

/** `changed` replaces what is given of a path, by its name. */
export function sshFiles(
  given: Partial<SshFiles> = {},
  changed: Readonly<Record<string, Partial<SshPath>>> = {},
): SshFiles {
  return {
    home: '/home/alice',
    paths: SSH_PATHS.map(([path, mode]) => ({
      path,
      status: 'ok',
      mode,
      uid: 1000,
      gid: 1000,
      ...changed[path],
    })),
    keys: [{ file: '/home/alice/.ssh/authorized_keys', line: 1, options: [], type: 'ssh-ed25519' }],
    unreadable: [],
    members: new Map(),
    ...given,
  };
}
