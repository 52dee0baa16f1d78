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
): Promise<HostPlan | null> {
  if (settings.yes !== null) {
    const agreed = withConsent(plan, settings.yes);
    await terminal.writeOut(`${show(agreed)}\n`);
    return agreed;
  }
  await terminal.writeOut(`${show(plan)}\n`);
  if (!hasChanges(plan)) return null;
  return (await confirm(question(plan, host), terminal)) ? plan : null;
}

function question(plan: HostPlan, host: string): string {
  const changing = plan.fixes.filter(isChanging);
  const many = changing.length === 1 ? 'this fix' : `these ${changing.length} fixes`;
  const disruptive = changing.filter(({ plan: { steps } }) =>
    steps.some(({ effect }) => effect === 'disruptive'),
  );
  const warning =
    disruptive.length === 0
      ? ''
      : ` ${disruptive.map(({ id }) => id).join(', ')} stops or restarts something.`;
  return `Apply ${many} to ${printable(host)}?${warning}`;
}
