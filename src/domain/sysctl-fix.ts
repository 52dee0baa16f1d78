import { type FactState, type Readable } from '../model/fact.ts';
import { blocked, change, type Effect, noop, type Plan, type Step } from '../model/fix.ts';
import type { SysctlFiles } from '../parse/sysctl-files.ts';
import { isOutranked, sysctlStep } from './sysctl-drop-in.ts';

export interface SysctlGoal {
  readonly key: string;
  /** Whether the value that the kernel has is enough. */
  readonly isEnough: (now: string) => boolean;
  /** The value to set, given the one that the kernel has. */
  readonly wanted: (now: string) => string;
}

/** The plan of a fix that sets kernel keys: those that are not enough now, each by a drop-in. */
export function planSysctls(
  goals: readonly SysctlGoal[],
  effect: Effect,
  {
    sysctls,
    sysctlFiles,
  }: {
    readonly sysctls: Readable<ReadonlyMap<string, string | null>>;
    readonly sysctlFiles: FactState<SysctlFiles>;
  },
): Plan {
  if (sysctls.state === 'absent') return blocked(sysctls.because);
  const files = sysctlFiles.state === 'known' ? sysctlFiles.value : NO_FILES;
  const short = goals.filter(({ key, isEnough }) => {
    const now = sysctls.value.get(key);
    return now !== undefined && now !== null && !isEnough(now);
  });
  const outranked = short.find(({ key }) => isOutranked(key, files));
  if (outranked !== undefined) {
    return {
      outcome: 'manual',
      because: `/etc/sysctl.conf sets ${outranked.key}, and is applied after every drop-in: change its line there`,
      commands: [`sudo sysctl -w '${outranked.key}=${wantedOf(outranked, sysctls.value)}'`],
    };
  }
  const [first, ...rest] = short.map((goal): Step => {
    const [now, value] = [sysctls.value.get(goal.key) ?? '', wantedOf(goal, sysctls.value)];
    const summary = `Set ${goal.key} to ${value} (it is ${spaced(now)})`;
    return sysctlStep({ key: goal.key, now, value, effect, summary }, files);
  });
  if (first === undefined)
    return noop(`${goals.map(({ key }) => key).join(' and ')} need no change`);
  return change([first, ...rest]);
}

function wantedOf({ key, wanted }: SysctlGoal, values: ReadonlyMap<string, string | null>): string {
  return wanted(values.get(key) ?? '');
}

function spaced(value: string): string {
  return value.replaceAll(/\s+/gu, ' ');
}

const NO_FILES: SysctlFiles = { settings: [], files: [], denied: [] };
