import {
  type ExportedFix,
  type ExportedPlan,
  type Exporter,
  exported,
} from '../src/model/exporter.ts';
import type { Step } from '../src/model/fix.ts';
import { headOf } from './parts/head.ts';
import { scriptOf } from './parts/script.ts';
import { yamlDocument, type YamlValue } from './parts/yaml.ts';

const USAGE = [
  'It is user data for a new instance whose image is like that host. Its users exist before runcmd runs.',
];

/**
 * Packages and new files of root are what cloud-init has modules for. All else is one script of runcmd, which runs
 * last: its steps are in order, and it stops at the first that fails.
 */
export const cloudInit: Exporter = {
  title: 'cloud-init user data',
  export: (plan) => exported(yamlDocument(documentOf(plan), headOf(plan, USAGE), '#cloud-config')),
};

function documentOf(plan: ExportedPlan): YamlValue {
  const steps = plan.fixes.flatMap((fix) => fix.steps);
  const packages = [...new Set(steps.flatMap(packagesOf))];
  const files = steps.flatMap(fileOf);
  const fixes = plan.fixes.flatMap(withoutDone);
  return {
    ...(packages.length === 0 ? {} : { packages }),
    ...(files.length === 0 ? {} : { write_files: files }),
    ...(fixes.length === 0
      ? {}
      : { runcmd: [['/bin/sh', '-c', scriptOf({ user: plan.user, fixes })]] }),
  };
}

function packagesOf(step: Step): readonly string[] {
  return step.kind === 'install-package' && !step.reinstall ? step.packages : [];
}

/** The key and the module of a drop-in are set by the script, which finds the file as it should be. */
function fileOf(step: Step): readonly YamlValue[] {
  if (!isNewFile(step)) return [];
  const mode = step.kind === 'write-file' ? step.mode : 0o644;
  return [
    {
      path: step.path,
      content: step.content,
      owner: 'root:root',
      permissions: mode.toString(8).padStart(4, '0'),
    },
  ];
}

/** One that replaces another is left to the script, which looks at what it replaces. */
function isNewFile(
  step: Step,
): step is Extract<Step, { readonly kind: 'write-file' | 'sysctl' | 'load-module' }> {
  return (
    (step.kind === 'write-file' || step.kind === 'sysctl' || step.kind === 'load-module') &&
    step.as === 'root' &&
    step.before === null
  );
}

function withoutDone(fix: ExportedFix): readonly ExportedFix[] {
  const [first, ...rest] = fix.steps.filter(
    (step) => packagesOf(step).length === 0 && !(step.kind === 'write-file' && isNewFile(step)),
  );
  return first === undefined ? [] : [{ ...fix, steps: [first, ...rest] }];
}
