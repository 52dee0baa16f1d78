import type { ExportedPlan } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import type { SavedFix, SavedHost, SavedPlan } from '../../src/model/saved-plan.ts';

const base = { as: 'root', effect: 'safe', undo: 'exact' } as const;

/** One step of every kind that the stored plans have. */
export const sampleSteps: readonly [Step, ...Step[]] = [
  {
    ...base,
    kind: 'run',
    summary: 'Let systemd read it',
    argv: ['systemctl', 'daemon-reload'],
    undoArgv: ['systemctl', 'daemon-reload'],
  },
  {
    ...base,
    kind: 'write-file',
    summary: 'Write the policy',
    path: '/etc/containers/policy.json',
    content: '{\n}\n',
    mode: 0o644,
    before: null,
  },
  {
    ...base,
    kind: 'set-mode',
    summary: 'Make newuidmap setuid',
    path: '/usr/bin/newuidmap',
    mode: 0o4755,
    before: 0o755,
  },
  {
    ...base,
    kind: 'enable-unit',
    summary: 'Enable podman.socket of alice',
    as: 'user',
    manager: 'user',
    unit: 'podman.socket',
    now: true,
    before: { enabled: false, active: false },
  },
  { ...base, kind: 'enable-linger', summary: 'Enable linger for alice', user: 'alice', uid: 1000 },
  {
    ...base,
    kind: 'sysctl',
    summary: 'Let user namespaces be created',
    effect: 'loosens',
    key: 'user.max_user_namespaces',
    value: '15000',
    valueBefore: '0',
    path: '/etc/sysctl.d/99-z-podready.conf',
    content: 'user.max_user_namespaces = 15000\n',
    before: 'a = 1\nuser.max_user_namespaces = 0\n',
  },
  {
    ...base,
    kind: 'load-module',
    summary: 'Load tun',
    module: 'tun',
    path: '/etc/modules-load.d/podready.conf',
    content: 'tun\n',
    before: null,
  },
  {
    ...base,
    kind: 'install-package',
    summary: 'Install uidmap',
    manager: 'apt',
    packages: ['uidmap', 'passt'],
    reinstall: false,
  },
  {
    ...base,
    kind: 'allocate-subids',
    summary: 'Delegate ids 100000-165535 to alice',
    undo: 'equivalent',
    user: 'alice',
    start: 100_000,
    count: 65_536,
    files: ['subuid', 'subgid'],
  },
];
/** Those about an account, which the plans that are stored do not have. */
const accountSteps: readonly Step[] = [
  {
    ...base,
    kind: 'create-user',
    summary: 'Create the account podman',
    undo: 'equivalent',
    user: 'podman',
    home: '/home/podman',
    shell: '/bin/bash',
  },
  {
    ...base,
    kind: 'authorize-key',
    summary: 'Let a key in',
    as: 'user',
    key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ',
  },
];

/** One step of every kind that fixes plan. */
export const allSteps: readonly [Step, ...Step[]] = [...sampleSteps, ...accountSteps];

/** A fix of which only what matters to a test has to be said. */
export function savedFix(given: Partial<SavedFix> = {}): SavedFix {
  const id = given.id ?? 'some-fix';
  return {
    id,
    title: `Title of ${id}`,
    effect: 'safe',
    gains: null,
    repairs: ['some-check'],
    after: [],
    plan: { outcome: 'change', steps: sampleSteps, afterwards: ['re-login'], notes: ['a note'] },
    ...given,
  };
}

/** A host of which only what matters to a test has to be said. */
export function savedHost(given: Partial<SavedHost> = {}): SavedHost {
  return {
    host: 'alice@web1',
    local: false,
    at: '2026-01-02T03:04:05.678Z',
    user: 'alice',
    needs: ['run', 'api', 'boot', 'remote'],
    fixes: [
      savedFix(),
      savedFix({ id: 'blocked-fix', plan: { outcome: 'blocked', because: 'no free ids' } }),
      savedFix({
        id: 'manual-fix',
        plan: { outcome: 'manual', because: 'ids come from LDAP', commands: ['getsubids alice'] },
      }),
    ],
    withheld: [{ id: 'userns-sysctl', because: 'it loosens a restriction' }],
    unjudged: ['firewall-dns'],
    ...given,
  };
}

/** A plan of which only what matters to a test has to be said. */
export function savedPlan(given: Partial<SavedPlan> = {}): SavedPlan {
  return {
    schemaVersion: '1.0',
    tool: { name: 'podready', version: '0.1.0' },
    asked: { user: null, needs: ['publish:8080'], only: [], skip: [] },
    hosts: [
      savedHost(),
      savedHost({ host: '[fe80::1]:22', user: null, fixes: [], needs: ['publish:80'] }),
    ],
    ...given,
  };
}

/** A plan of these steps, in one fix, for an exporter. */
export function exportedPlan(
  steps: readonly [Step, ...Step[]] = allSteps,
  given: Partial<ExportedPlan> = {},
): ExportedPlan {
  return {
    tool: 'podready 0.0.0',
    host: 'alice@web1',
    at: '2026-01-02T03:04:05.000Z',
    user: { name: 'alice', uid: 1000, home: '/home/alice' },
    fixes: [
      {
        id: 'some-fix',
        title: 'Title of some-fix',
        effect: 'safe',
        steps,
        afterwards: ['re-login'],
        notes: ['a note'],
      },
    ],
    left: ['other-fix: blocked: of a reason'],
    ...given,
  };
}
