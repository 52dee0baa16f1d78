import type { Evidence } from '../model/check.ts';
import type { FactState } from '../model/fact.ts';
import { settingOf, type SysctlFiles } from '../parse/sysctl-files.ts';

/** A kernel key's value, and the line of sysctl.d(5) that sets it, where one does. */
export function sysctlEvidence(
  key: string,
  found: string,
  expected: string,
  files: FactState<SysctlFiles>,
): readonly [Evidence, ...Evidence[]] {
  const kernel: Evidence = { kind: 'kernel', where: key, found, expected };
  const setting = files.state === 'known' ? settingOf(files.value, key) : undefined;
  if (setting === undefined) return [kernel];
  const { path, line, value } = setting;
  return [kernel, { kind: 'file', where: path, line, found: `${key} = ${value}`, expected }];
}
