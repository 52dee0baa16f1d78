import type { CheckResult, HostErrorStep, HostReport } from '../model/report.ts';

/** What a remote client passes on its way to Podman, in this order. */
export type LinkId =
  'name' | 'tcp' | 'host-key' | 'login' | 'shell' | 'path' | 'forwarding' | 'socket' | 'api';

/** `unreached`: a link before it is broken, so nothing is known of it. */
export type LinkState = 'ok' | 'broken' | 'unknown' | 'unreached';

export interface Link {
  readonly id: LinkId;
  readonly title: string;
  readonly state: LinkState;
  /** What was found; empty when there is nothing to say. */
  readonly detail: string;
  /** The check that says more, and how to repair it. */
  readonly check?: string;
}

/** What the API answered over the forwarded socket; not asked while a link before it is broken. */
export type ApiAnswer =
  | { readonly state: 'ok'; readonly version: string }
  | { readonly state: 'broken'; readonly because: string }
  | { readonly state: 'unreached' };

/** Links that are passed before anything runs on the host, and the steps that fail there. */
const REACHING: readonly (readonly [LinkId, string, readonly HostErrorStep[]])[] = [
  ['name', 'The name has an address', ['name']],
  ['tcp', 'sshd answers at its port', ['tcp', 'hop']],
  ['host-key', 'The key of the host is known', ['host-key']],
  ['login', 'The user is let in', ['auth', 'config']],
  ['shell', 'A shell runs', ['shell', 'probe', 'time']],
];

/** Links that are judged by checks on the host; the first check that failed names the fault. */
const JUDGED: readonly (readonly [LinkId, string, readonly string[]])[] = [
  ['path', 'A command over SSH finds podman', ['ssh-podman-path', 'ssh-shell-noise']],
  ['forwarding', 'sshd forwards unix sockets for the user', ['ssh-socket-forwarding']],
  [
    'socket',
    'podman.socket of the user listens',
    ['podman-socket', 'podman-socket-system', 'user-manager', 'runtime-dir'],
  ],
];

const API = 'The API of Podman answers through it';

/** The way from here to Podman on a host, link by link. */
export function remotePath(report: HostReport, answer: ApiAnswer): readonly Link[] {
  const { error } = report;
  if (error !== null) return brokenAt(error.step, error.message);
  const judged = JUDGED.map(([id, title, checks]) => judge(id, title, checks, report.results));
  return [...REACHING.map(([id, title]) => ok(id, title)), ...judged, apiLink(answer, report)];
}

/** The first link that does not hold. */
export function brokenLink(links: readonly Link[]): Link | undefined {
  return links.find(({ state }) => state === 'broken');
}

function brokenAt(step: HostErrorStep, message: string): readonly Link[] {
  const at = REACHING.findIndex(([, , steps]) => steps.includes(step));
  const reached = REACHING.map(([id, title], index): Link => {
    if (index < at) return ok(id, title);
    return index === at
      ? { id, title, state: 'broken', detail: message }
      : { id, title, state: 'unreached', detail: '' };
  });
  const rest = [...JUDGED.map(([id, title]) => [id, title] as const), ['api', API] as const];
  return [
    ...reached,
    ...rest.map(([id, title]): Link => ({ id, title, state: 'unreached', detail: '' })),
  ];
}

function judge(
  id: LinkId,
  title: string,
  checks: readonly string[],
  results: readonly CheckResult[],
): Link {
  const mine = checks.flatMap((check) => results.find((result) => result.check === check) ?? []);
  const failed = mine.find(({ status, severity }) => status === 'fail' && severity !== 'info');
  if (failed !== undefined) {
    const detail = failed.findings.map(({ message }) => message).join(' ');
    return { id, title, state: 'broken', detail, check: failed.explainedBy ?? failed.check };
  }
  const open = mine.find(({ status }) => status === 'unknown');
  if (open === undefined && mine.some(({ status }) => status === 'pass')) return ok(id, title);
  const detail = (open ?? mine[0])?.because ?? 'it was not judged';
  return { id, title, state: 'unknown', detail, ...(open && { check: open.check }) };
}

function apiLink(answer: ApiAnswer, { rootCauses }: HostReport): Link {
  const base = { id: 'api', title: API } as const;
  switch (answer.state) {
    case 'ok':
      return { ...base, state: 'ok', detail: `libpod API ${answer.version}` };
    case 'unreached':
      return { ...base, state: 'unreached', detail: '' };
    case 'broken': {
      const [cause] = rootCauses;
      return {
        ...base,
        state: 'broken',
        detail: answer.because,
        ...(cause === undefined ? {} : { check: cause.check }),
      };
    }
  }
}

function ok(id: LinkId, title: string): Link {
  return { id, title, state: 'ok', detail: '' };
}
