import { blocked, manual, noop, type Plan, type Step } from '../model/fix.ts';
import { type KernelModules, moduleState } from '../parse/kernel-modules.ts';

/** What can be done so that the running kernel has a module: a step, or why there is none. */
export function moduleStep(modules: KernelModules, module: string): Step | Plan {
  const found = moduleState(modules, module);
  switch (found.state) {
    case 'present':
      return noop(`the kernel has ${module}`);
    case 'forbidden':
      return manual(
        `${found.path} line ${found.line} forbids the module: ${found.text}`,
        `sudo modprobe ${module}`,
      );
    case 'missing':
      return modules.directoryExists
        ? blocked(`the running kernel has no module ${module}: install the package of its modules`)
        : blocked(
            `${modules.directory} is gone: the kernel package was replaced; reboot into the new kernel`,
          );
    case 'loadable':
      return {
        kind: 'load-module',
        summary: `Load ${module} now and at boot`,
        as: 'root',
        effect: 'safe',
        undo: 'equivalent',
        module,
        path: `/etc/modules-load.d/podready-${module}.conf`,
        content: `# Written by podready.\n${module}\n`,
        before: null,
      };
  }
}
