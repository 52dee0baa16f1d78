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
    if (dice < 4) {
      const error = new TransportError('tcp', 'connection refused', 'Does sshd listen there?');
      return unreachable({ name: host, isRemote: true }, needs, error);
    }
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
