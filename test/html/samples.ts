/** Reports to look at, made from facts that were recorded on real hosts. */
import { readFileSync } from 'node:fs';
import { checks } from '../../checks/index.ts';
import { html } from '../../reports/html.ts';
import { checkSnapshot, unreachable } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import type { ProbeRecord } from '../../src/gather/frames.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import type { HostReport } from '../../src/model/report.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { report } from '../helpers/reports.ts';

const selection = select({ only: [], skip: [] });
const needs = { names: new Set<never>(), ports: [] };
const healthy = read('healthy') as Snapshot;

/** Faults of test/fixtures/hosts: each is what differs from the healthy host. */
export const FAULTS = [
  'cpu-not-delegated',
  'kernel-keys-used-up',
  'linger-off',
  'mount-program-missing',
  'pasta-not-installed',
  'policy-missing',
  'socket-disabled',
  'subid-missing',
  'user-denied',
  'userns-quota-zero',
] as const;

export type Fault = (typeof FAULTS)[number];

/** A host with these faults, judged from its facts. */
export function hostWith(
  host: string,
  faults: readonly Fault[],
  probes: Readonly<Record<string, ProbeRecord>> = {},
): HostReport {
  const changed = Object.assign({}, ...faults.map((one) => read(one).probes)) as typeof probes;
  const merged = { ...healthy.probes, ...changed, ...probes };
  return checkSnapshot({ ...healthy, host, probes: merged }, selection, needs).report;
}

/** A host on which much is wrong: two users share ids, the socket is off, and more. */
export function brokenHost(): HostReport {
  const files = printed('bob:165536:65536\nalice:100000:65536\ncarol:140000:65536\n');
  return hostWith('alice@web1', ['socket-disabled', 'policy-missing', 'linger-off'], {
    subuid: files,
    subgid: files,
  });
}

/** A host with causes that each have several consequences, some of them with the longest of names. */
export function causesHost(): HostReport {
  const host = hostWith('alice@web4', ['userns-quota-zero', 'linger-off']);
  const ids = host.results.map(({ check }) => check).toSorted((a, b) => b.length - a.length);
  const rootCauses = host.rootCauses.map((one, at) => ({
    ...one,
    explains: [...one.explains, ...ids.slice(at * 3, at * 3 + 3)],
  }));
  return { ...host, rootCauses };
}

/** A user with three ranges among many others, one of whom has an account inside of one. */
export function manyIds(): HostReport {
  const others = Array.from({ length: 50 }, (_, at) => `user${at}:${300_000 + at * 65_536}:65536`);
  const own = ['alice:100000:65536', 'alice:231072:1000', 'alice:4200000000:65536'];
  const lines = [...others, ...own, 'someone.with.a.long.name@example.net:165536:65536', ''];
  return hostWith('alice@web3', [], {
    subuid: printed(lines.join('\n')),
    idsInUse: printed('root:0\nalice:1000\nweb:100005\n\nroot:0\n'),
  });
}

/** A host that could not be reached. */
export function lostHost(host: string): HostReport {
  const error = new TransportError('tcp', 'connection refused', 'Does sshd listen there?');
  return unreachable({ name: host, isRemote: true }, needs, error);
}

/** Text that would be markup, or a script, if it were not escaped. */
export const HOSTILE = `"'><script>alert('a')</script><img src=x onerror=alert(1)><!-- \u202Egnp\u0000`;

/** A broken host that says nothing else. */
export function hostileHost(): HostReport {
  const host = brokenHost();
  const evidence = [{ kind: 'file', where: HOSTILE, found: HOSTILE, expected: HOSTILE }] as const;
  const commands = [HOSTILE];
  return {
    ...host,
    host: HOSTILE,
    user: HOSTILE,
    machine: { ...NO_MACHINE, os: HOSTILE, podman: HOSTILE },
    rootCauses: host.rootCauses.map((one) => ({ ...one, message: HOSTILE, evidence, commands })),
    results: host.results.map((one) => ({
      ...one,
      title: HOSTILE,
      because: HOSTILE,
      commands,
      findings: one.findings.map((finding) => ({ ...finding, message: HOSTILE, evidence })),
    })),
  };
}

const NO_MACHINE = {
  os: null,
  kernel: null,
  architecture: null,
  podman: null,
  virtualization: null,
};

/** As many hosts as asked for: a few faults each, or none, some out of reach. Their number is their seed. */
export function fleet(count: number): readonly HostReport[] {
  const kinds = [
    ...FAULTS.map((fault) => hostWith('', [fault])),
    ...FAULTS.map((fault, at) => hostWith('', [fault, FAULTS[(at + 3) % FAULTS.length] ?? fault])),
  ];
  const fine = hostWith('', []);
  return Array.from({ length: count }, (_, at) => {
    const host = `alice@${ROLES[at % ROLES.length]}-${String(at + 1).padStart(4, '0')}.example.net`;
    const dice = (at * 7919 + 13) % 100;
    if (dice < 4) return lostHost(host);
    const kind = dice < 40 ? kinds[(at * 31) % kinds.length] : fine;
    return { ...(kind ?? fine), host };
  });
}

const ROLES = ['web', 'build', 'db', 'edge'] as const;

/** The page of these hosts, with what the catalogue says. */
export function pageOf(hosts: readonly HostReport[], next?: string): string {
  return html.render(report(...hosts), {
    color: 0,
    width: 80,
    verbose: false,
    about: (id) => checks.find(({ meta }) => meta.id === id)?.meta,
    ...(next === undefined ? {} : { next }),
  });
}

function printed(stdout: string): ProbeRecord {
  return { status: 'done', exitCode: 0, stdout, cut: false };
}

function read(id: string): Pick<Snapshot, 'probes'> {
  const file = new URL(`../fixtures/hosts/${id}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
}
