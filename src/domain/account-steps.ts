import type { AuthorizeKeyStep, CreateUserStep, Step } from '../model/fix.ts';
import type { RemoveUserStep, WithdrawKeyStep } from '../model/undo-step.ts';

/** Steps about an account itself, and who may log in to it. */
export type AccountStep = CreateUserStep | AuthorizeKeyStep | RemoveUserStep | WithdrawKeyStep;

const KINDS: ReadonlySet<Step['kind']> = new Set<AccountStep['kind']>([
  'create-user',
  'authorize-key',
  'remove-user',
  'withdraw-key',
]);

export function isAccountStep(step: Step): step is AccountStep {
  return KINDS.has(step.kind);
}

/**
 * The program and arguments that add an account. `*` is no hash of any password, and unlike the `!` that useradd would
 * leave there it does not make sshd take the account for a locked one (sshd(8)).
 */
export function useraddArgv({
  user,
  home,
  shell,
}: Pick<CreateUserStep, 'user' | 'home' | 'shell'>): readonly [string, ...string[]] {
  return [
    ...(['useradd', '--create-home', '--user-group', '--home-dir', home] as const),
    ...['--shell', shell, '--comment', 'Rootless Podman', '--password', '*', '--', user],
  ];
}
