import { hasChanges, type HostPlan, isChanging, withConsent } from '../engine/plan.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import { confirm } from './ui/questions.ts';

/**
 * Shows the plan, and gives the part of it that the user agrees to: by `--yes`, or by answering.
 * `null` when the answer is no, or when there is nothing to agree to.
 */
export async function consentTo(
  plan: HostPlan,
  host: string,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
  show: (plan: HostPlan) => string,
  ask: (fixes: string, host: string) => string = (fixes, name) => `Apply ${fixes} to ${name}?`,
): Promise<HostPlan | null> {
  if (settings.yes !== null) {
    const agreed = withConsent(plan, settings.yes);
    await terminal.writeOut(`${show(agreed)}\n`);
    return agreed;
  }
  await terminal.writeOut(`${show(plan)}\n`);
  if (!hasChanges(plan)) return null;
  return (await confirm(ask(manyOf(plan), printable(host)) + warningOf(plan), terminal))
    ? plan
    : null;
}

function manyOf({ fixes }: HostPlan): string {
  const { length } = fixes.filter(isChanging);
  return length === 1 ? 'this fix' : `these ${length} fixes`;
}

function warningOf({ fixes }: HostPlan): string {
  const disruptive = fixes
    .filter(isChanging)
    .filter(({ plan: { steps } }) => steps.some(({ effect }) => effect === 'disruptive'));
  return disruptive.length === 0
    ? ''
    : ` ${disruptive.map(({ id }) => id).join(', ')} stops or restarts something.`;
}
