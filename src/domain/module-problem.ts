import type { Finding } from '../model/check.ts';
import type { FactState } from '../model/fact.ts';
import { type KernelModules, moduleState } from '../parse/kernel-modules.ts';

export type ModuleMessage = 'noDirectory' | 'locked' | 'forbidden' | 'missing';

/** What is said of a module, whatever it is needed for. */
export const MODULE_MESSAGES: Readonly<Record<ModuleMessage, string>> = {
  noDirectory: 'Module {{module}} is not loaded, and {{directory}} of the running kernel is gone.',
  locked: 'Module {{module}} is not loaded, and kernel.modules_disabled is 1.',
  forbidden: 'Module {{module}} is not loaded, and {{path}} line {{line}} forbids it: {{text}}',
  missing: 'Module {{module}} is not loaded, and {{directory}} has none of that name.',
};

/** What a person types about it. */
export const MODULE_COMMANDS: Readonly<Record<ModuleMessage, readonly string[]>> = {
  noDirectory: ['uname -r; ls /lib/modules', 'sudo reboot'],
  locked: [
    'sysctl kernel.modules_disabled',
    'grep -rns modules_disabled /etc/sysctl.d',
    'sudo reboot',
  ],
  forbidden: ['modprobe -n -v {{module}}', 'sudoedit {{path}}', 'sudo modprobe {{module}}'],
  missing: ['modinfo {{module}}', 'zgrep -i {{module}} /proc/config.gz /boot/config-*'],
};

/** Why the kernel has not, and cannot load, a module; `null` when it has it or can. */
export function moduleProblem(
  modules: KernelModules,
  name: string,
  sysctls: FactState<ReadonlyMap<string, string | null>>,
): Finding<ModuleMessage> | 'unknown' | null {
  const state = moduleState(modules, name);
  const { directory } = modules;
  if (state.state === 'present') return null;
  const key = 'kernel.modules_disabled';
  if (sysctls.state === 'known' && sysctls.value.get(key) === '1') {
    return {
      messageId: 'locked',
      data: { module: name },
      evidence: [{ kind: 'kernel', where: key, found: '1', expected: `0, or ${name} loaded` }],
    };
  }
  // WSL and kernels without modules have no directory, so nothing says what is built in.
  if (!modules.directoryExists && modules.others.length === 0) return 'unknown';
  if (!modules.directoryExists) {
    return {
      messageId: 'noDirectory',
      data: { module: name, directory },
      evidence: [
        {
          kind: 'file',
          where: directory,
          found: `only ${modules.others.join(', ')}`,
          expected: 'the modules of the running kernel',
        },
      ],
    };
  }
  if (state.state === 'forbidden') {
    const { path, line, text } = state;
    return {
      messageId: 'forbidden',
      data: { module: name, path, line, text },
      evidence: [
        { kind: 'file', where: path, line, found: text, expected: `nothing about ${name}` },
      ],
    };
  }
  if (state.state === 'loadable') return null;
  if (!modules.listed) return 'unknown';
  return {
    messageId: 'missing',
    data: { module: name, directory },
    evidence: [
      { kind: 'file', where: directory, found: `no ${name}`, expected: `the module ${name}` },
    ],
  };
}
