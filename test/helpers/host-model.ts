import { HELPER_PACKAGES } from '../../src/domain/packages.ts';
import { wantedMap } from '../../src/domain/podman-namespace.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { known, unreadable } from '../../src/model/fact.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import type { AllocateSubidsStep, Step, SysctlStep } from '../../src/model/fix.ts';
import { parseSshdConfig } from '../../src/parse/sshd-config.ts';
import type { UnitState } from '../../src/parse/unit-properties.ts';
import { afterConfiguration, afterProgram, unitEnabled } from './host-model-podman.ts';

/** What would be seen of the host after the steps: a model of what the host does with each. */
export function afterSteps(facts: FactStates, steps: readonly Step[]): FactStates {
  return steps.reduce(afterStep, facts);
}

function afterStep(facts: FactStates, step: Step): FactStates {
  switch (step.kind) {
    case 'allocate-subids':
      return afterAllocation(facts, step);
    case 'sysctl':
      return afterSysctl(facts, step);
    case 'set-mode':
      return afterMode(facts, step.path, step.mode);
    case 'enable-linger':
      return afterLinger(facts, step.user);
    case 'enable-unit':
      return afterEnable(facts, step.manager === 'user' ? 'userUnits' : 'systemUnits', step.unit);
    case 'load-module':
      return afterModule(facts, step.module);
    case 'install-package':
      return afterPackages(facts, step.packages);
    case 'write-file':
      return afterWrite(facts, step.path, step.content);
    case 'run':
      return afterRun(facts, step.argv);
    case 'create-user':
      return afterAccount(facts);
    case 'authorize-key':
      return afterKey(facts, step.summary);
    default:
      throw new Error(`no fix plans ${step.kind}`);
  }
}

function afterAccount(facts: FactStates): FactStates {
  const account = valueOf(facts, 'targetAccount');
  if (account === undefined) return facts;
  return { ...facts, targetAccount: known({ ...account, exists: true, isHomeTaken: true }) };
}

/** ssh-keygen prints the fingerprint that the summary of the step names. */
function afterKey(facts: FactStates, summary: string): FactStates {
  const there = valueOf(facts, 'authorizedKeys') ?? [];
  const fingerprint = /SHA256:\S+/u.exec(summary)?.[0] ?? '';
  return { ...afterAccount(facts), authorizedKeys: known([...there, fingerprint]) };
}

function afterAllocation(facts: FactStates, step: AllocateSubidsStep): FactStates {
  const entry = { owner: step.user, start: step.start, count: step.count, line: 99 };
  return step.files.reduce((now, file) => {
    const { entries = [], malformed = [] } = valueOf(now, file) ?? {};
    return { ...now, [file]: known({ entries: [...entries, entry], malformed }) };
  }, facts);
}

function afterSysctl(facts: FactStates, { key, value, path }: SysctlStep): FactStates {
  const files = valueOf(facts, 'sysctlFiles');
  return {
    ...facts,
    sysctls: known(new Map([...(valueOf(facts, 'sysctls') ?? []), [key, value]])),
    ...(files === undefined
      ? {}
      : {
          sysctlFiles: known({
            ...files,
            settings: [...files.settings, { path, line: 2, key, value }],
          }),
        }),
  };
}

function afterLinger(facts: FactStates, user: string): FactStates {
  return {
    ...facts,
    linger: known({ enabled: true, path: `/var/lib/systemd/linger/${user}`, barrier: null }),
    userUnits: facts.userUnits?.state === 'known' ? facts.userUnits : known(new Map()),
  };
}

function valueOf<Id extends keyof FactValues>(
  facts: FactStates,
  id: Id,
): FactValues[Id] | undefined {
  const state = facts[id];
  return state?.state === 'known' ? state.value : undefined;
}

function afterMode(facts: FactStates, path: string, mode: number): FactStates {
  const helpers = valueOf(facts, 'subidHelpers');
  const modes = valueOf(facts, 'subidFileModes');
  return {
    ...facts,
    ...(modes === undefined
      ? {}
      : {
          subidFileModes: known(modes.map((one) => (one.path === path ? { ...one, mode } : one))),
        }),
    ...(helpers === undefined
      ? {}
      : {
          subidHelpers: known({
            newuidmap: withMode(helpers.newuidmap, path, mode),
            newgidmap: withMode(helpers.newgidmap, path, mode),
          }),
        }),
  };
}

function withMode<T extends { readonly path: string }>(
  one: T | null,
  path: string,
  mode: number,
): T | null {
  return one?.path === path ? { ...one, mode } : one;
}

function afterEnable(facts: FactStates, id: 'userUnits' | 'systemUnits', name: string): FactStates {
  const firewall = valueOf(facts, 'firewall');
  if (firewall !== undefined) {
    const isUnit = (one: { readonly name: string }): boolean => `${one.name}.service` === name;
    const units = firewall.units.map((one) => (isUnit(one) ? { ...one, enabled: true } : one));
    return { ...facts, firewall: known({ ...firewall, units }) };
  }
  const units = valueOf(facts, id) ?? new Map<string, UnitState>();
  const ran: UnitState = {
    ...(units.get(name) ?? unit({ id: name })),
    fileState: 'enabled',
    active: 'active',
  };
  const now = unitEnabled({ ...facts, [id]: known(new Map([...units, [name, ran]])) }, name);
  return id === 'userUnits' && name === 'podman.socket' ? listening(now) : now;
}

/** systemd removes what lies at the path of a socket unit that it starts, and listens there. */
function listening(facts: FactStates): FactStates {
  const sockets = valueOf(facts, 'apiSockets');
  if (sockets === undefined) return facts;
  const path = sockets.userPath;
  const meta = { path, mode: 0o660, uid: 1000, gid: 1000, mtime: 1 };
  const file = { ...meta, status: 'ok', type: 'socket' } as const;
  return {
    ...facts,
    apiSockets: known({ ...sockets, files: new Map([[path, file]]), listening: new Set([path]) }),
  };
}

function afterModule(facts: FactStates, module: string): FactStates {
  const modules = valueOf(facts, 'kernelModules');
  const tun = valueOf(facts, 'tunDevice');
  const storage = valueOf(facts, 'storage');
  return {
    ...facts,
    ...(modules === undefined
      ? {}
      : { kernelModules: known({ ...modules, present: [...modules.present, module] }) }),
    ...(module === 'fuse' && storage !== undefined
      ? { storage: known({ ...storage, fuse: 'ok' as const }) }
      : {}),
    ...(module === 'tun' && tun !== undefined
      ? {
          tunDevice: known({
            ...tun,
            hasDriver: true,
            isPermitted: true,
            opens: true,
            node: tunNode(0o666),
          }),
        }
      : {}),
  };
}

/** The packages put their programs below /usr/bin, with the right that the distribution gives them. */
function afterPackages(facts: FactStates, names: readonly string[]): FactStates {
  const packages = valueOf(facts, 'packages');
  const tools = valueOf(facts, 'tools');
  const manager = packages?.manager ?? 'apt';
  const programs = Object.entries({ ...HELPER_PACKAGES, podman: { [manager]: 'podman' } })
    .filter(([, by]) => names.includes(by[manager] ?? ''))
    .map(([program]): [string, string] => [program, `/usr/bin/${program}`]);
  const helper = (name: string): FactValues['subidHelpers']['newuidmap'] => ({
    path: `/usr/bin/${name}`,
    mode: 0o4755,
    uid: 0,
    gid: 0,
    capabilities: null,
  });
  const files = valueOf(facts, 'userUnitFiles');
  const selinux = valueOf(facts, 'selinux');
  return {
    ...facts,
    ...(selinux !== undefined && names.includes('container-selinux')
      ? { selinux: known({ ...selinux, hasContainerTypes: true }) }
      : {}),
    packages: known({ manager, installed: [...(packages?.installed ?? []), ...names] }),
    ...(tools === undefined
      ? {}
      : {
          tools: known({
            ...tools,
            paths: { ...tools.paths, ...Object.fromEntries(programs) },
            onPath: { ...tools.onPath, ...Object.fromEntries(programs) },
            cniPlugins: names.includes('containernetworking-plugins')
              ? { '/usr/lib/cni': ['bridge'] }
              : tools.cniPlugins,
          }),
        }),
    ...(programs.some(([name]) => name === 'newuidmap')
      ? { subidHelpers: known({ newuidmap: helper('newuidmap'), newgidmap: helper('newgidmap') }) }
      : {}),
    ...(names.includes('dbus-user-session') && files !== undefined
      ? {
          userUnitFiles: known({
            ...files,
            units: new Map([
              ...files.units,
              ['dbus.socket', unitFiles('/usr/lib/systemd/user/dbus.socket')],
            ]),
          }),
        }
      : {}),
  };
}

function afterWrite(facts: FactStates, path: string, content: string): FactStates {
  if (path.endsWith('delegate.conf')) {
    return { ...facts, ...unitOf(facts, 'user@.service', true), delegationDropIn: known(content) };
  }
  if (path.includes('.slice.d/')) return { ...facts, sliceDropIn: known(content) };
  if (path.startsWith('/etc/ssh/sshd_config.d/')) return afterSshdDropIn(facts, path, content);
  const policy = valueOf(facts, 'policyJson');
  if (path.endsWith('policy.json') && policy !== undefined) {
    const valid = { valid: true, defaults: ['insecureAcceptAnything'], scopes: new Map() } as const;
    return { ...facts, policyJson: known({ ...policy, used: path, policy: valid }) };
  }
  const after = afterConfiguration(facts, path, content);
  return path.includes('/nftables.service.d/')
    ? { ...after, ...unitOf(facts, 'nftables.service', true) }
    : after;
}

/** A unit of which systemd has read the files, or not yet; `user@.service` is the user's manager. */
function unitOf(facts: FactStates, id: string, needsReload: boolean): FactStates {
  const units = valueOf(facts, 'systemUnits') ?? new Map<string, UnitState>();
  const one = {
    ...(units.get(id) ?? unit({ id: id === 'user@.service' ? 'user@1000.service' : id })),
    needsReload,
  };
  return { systemUnits: known(new Map([...units, [id, one]])) };
}

function afterDaemonReload(facts: FactStates): FactStates {
  const units = valueOf(facts, 'systemUnits') ?? new Map<string, UnitState>();
  const read = [...units].map(([id, one]) => [id, { ...one, needsReload: false }] as const);
  const limits = valueOf(facts, 'limits');
  const free = { maxTasks: 3828, maxMemory: Number.POSITIVE_INFINITY };
  return {
    ...facts,
    systemUnits: known(new Map(read)),
    ...(limits === undefined || valueOf(facts, 'sliceDropIn') === undefined
      ? {}
      : { limits: known({ ...limits, slice: { ...limits.slice, ...free } }) }),
  };
}

/** sshd reads our drop-ins before all that these tests have beside them. */
function afterSshdDropIn(facts: FactStates, path: string, text: string): FactStates {
  const config = valueOf(facts, 'sshdConfig');
  if (config === undefined) return facts;
  const record = { path, status: 'ok', text, mode: 0o644, uid: 0, gid: 0, mtime: 1 } as const;
  const { directives } = parseSshdConfig(record, [], []);
  return {
    ...facts,
    sshdConfig: known({ ...config, directives: [...directives, ...config.directives] }),
    sshdEffective: unreadable('denied', 'not asked again'),
  };
}

/** The program puts its rule before those that drop, in every chain of its own. */
function afterOpening(facts: FactStates, port: number): FactStates {
  const rules = valueOf(facts, 'packetRules');
  if (rules === undefined) return facts;
  const dport = {
    kind: 'numbers',
    field: 'dport',
    ranges: [[port, port]],
    negated: false,
  } as const;
  const rule = { text: `dport ${port} accept`, steps: [dport, { kind: 'accept' }] } as const;
  const chains = rules.chains.map((one) => ({ ...one, rules: [rule, ...one.rules] }));
  return { ...facts, packetRules: known({ ...rules, chains }) };
}

function afterRun(facts: FactStates, argv: readonly string[]): FactStates {
  const line = argv.join(' ');
  const files = valueOf(facts, 'sshFiles');
  if (argv[0] === 'chmod' && files?.paths.some(({ path }) => path === argv[2]) === true) {
    const paths = files.paths.map((one) =>
      one.path === argv[2] ? { ...one, mode: Number.parseInt(argv[1] ?? '', 8) } : one,
    );
    return { ...facts, sshFiles: known({ ...files, paths }) };
  }
  const unitFilesNow = valueOf(facts, 'userUnitFiles');
  if (line.startsWith('systemctl --user add-wants ') && unitFilesNow !== undefined) {
    const left = unitFilesNow.wantedByMultiUser.filter(({ unit: name }) => name !== argv.at(-1));
    return { ...facts, userUnitFiles: known({ ...unitFilesNow, wantedByMultiUser: left }) };
  }
  const opened = /^(?:ufw allow|firewall-cmd --zone=public --add-port=) ?(?<port>\d+)/u.exec(line);
  if (opened !== null) return afterOpening(facts, Number(opened.groups?.['port']));
  const user = valueOf(facts, 'user');
  if (line === 'podman system migrate' && user !== undefined) {
    const live = valueOf(facts, 'podmanNamespace');
    if (live === undefined) return facts;
    const map = (own: number, file: 'subuid' | 'subgid'): ReturnType<typeof wantedMap> =>
      wantedMap(
        own,
        (valueOf(facts, file)?.entries ?? []).filter(({ owner }) => owner === user.name),
      );
    return {
      ...facts,
      podmanNamespace: known({
        ...live,
        uids: map(user.uid, 'subuid'),
        gids: map(user.gid, 'subgid'),
      }),
    };
  }
  if (line === 'systemctl daemon-reload') return afterDaemonReload(facts);
  const cgroup = valueOf(facts, 'cgroup');
  if (line === 'systemctl start user@1000.service' && cgroup !== undefined) {
    return { ...facts, cgroup: known({ ...cgroup, delegated: cgroup.controllers }) };
  }
  if (line === 'systemctl --user restart podman.socket') return listening(facts);
  const tun = valueOf(facts, 'tunDevice');
  if (tun !== undefined && /^(?:chmod 666|mknod -m 666) \/dev\/net\/tun/u.test(line)) {
    return {
      ...facts,
      tunDevice: known({ ...tun, node: tunNode(0o666), isPermitted: true, opens: true }),
    };
  }
  return afterProgram(facts, argv);
}

export function tunNode(mode: number): NonNullable<FactValues['tunDevice']['node']> {
  return { path: '/dev/net/tun', status: 'ok', type: 'char', mode, uid: 0, gid: 0, mtime: 1 };
}

export function unitFiles(
  path: string | null,
  given: { readonly masked?: boolean; readonly wantedBy?: readonly string[] } = {},
): {
  path: string | null;
  masked: boolean;
  wantedBy: readonly string[];
  dropIns: readonly string[];
} {
  return { path, masked: false, wantedBy: [], dropIns: [], ...given };
}

/** A unit of which only what matters has to be said. */
export function unit(given: Partial<UnitState> = {}): UnitState {
  return {
    id: 'podman.socket',
    load: 'loaded',
    loadError: '',
    active: 'inactive',
    sub: 'dead',
    fileState: 'disabled',
    fragment: '/usr/lib/systemd/user/podman.socket',
    dropIns: [],
    listen: ['/run/user/1000/podman/podman.sock'],
    socketMode: 0o660,
    result: 'success',
    exitStatus: null,
    restarts: 0,
    program: '',
    programMissing: false,
    noNewPrivileges: false,
    enteredAt: null,
    needsReload: false,
    ...given,
  };
}
