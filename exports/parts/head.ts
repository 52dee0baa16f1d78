import { textOfFollowUp } from '../../src/domain/step-text.ts';
import type { ExportedPlan } from '../../src/model/exporter.ts';
import { printable } from '../../src/parse/printable.ts';

/** What a person who opens the file has to know, a line each: whose plan it is, all that it does, what it leaves. */
export function headOf(plan: ExportedPlan, usage: readonly string[]): readonly string[] {
  const { tool, host, at, user, fixes, left } = plan;
  const uid = user.uid === null ? 'the plan creates the account' : `uid ${user.uid}`;
  const followUps = [...new Set(fixes.flatMap(({ afterwards }) => afterwards))];
  const lines = [
    `Written by ${tool}: what repairs ${host} for the user ${user.name} (${uid}).`,
    `It was planned from what that host was at ${at}: use it soon, or plan again.`,
    ...usage,
    '',
    ...(fixes.length === 0 ? ['Nothing is to be changed.'] : []),
    ...fixes.flatMap(({ id, title, effect, steps, notes }, at) => [
      `${at + 1}. ${title} (${id}, ${effect})`,
      ...notes.map((note) => `   Note: ${note}`),
      ...steps.map(
        ({ summary, as }) => `   - ${summary} (as ${as === 'root' ? 'root' : user.name})`,
      ),
    ]),
    ...(followUps.length === 0 ? [] : ['', 'Afterwards, by hand:']),
    ...followUps.map((one) => `- ${textOfFollowUp(one)}`),
    ...(left.length === 0 ? [] : ['', 'Not part of it:']),
    ...left.map((one) => `- ${one}`),
  ];
  return lines.map(printable);
}

/** The same as comment lines of a shell, or of YAML. */
export function commentOf(lines: readonly string[]): string {
  return lines.map((line) => `# ${line}`.trimEnd()).join('\n');
}
