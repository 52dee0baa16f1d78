import {
  defineCheck,
  type Evidence,
  type Finding,
  notApplicable,
  verdictOf,
} from '../../src/model/check.ts';
import type { SubidHelper } from '../../src/parse/subid-helpers.ts';

/** What each helper needs when it is not setuid root. setgid alone does not do (seen on Debian 13). */
const CAPABILITY = { newuidmap: 'cap_setuid', newgidmap: 'cap_setgid' } as const;

type HelperName = keyof typeof CAPABILITY;

/**
 * Podman runs newuidmap(1) and newgidmap(1) as the user. Without privilege Podman 5.4 says `cannot set
 * up namespace using "/usr/bin/newuidmap": should have setuid or have filecaps setuid`; without the
 * program, `command required for rootless mode with multiple IDs: exec: "newuidmap": executable file
 * not found in $PATH`.
 */
export const subidHelpers = defineCheck({
  meta: {
    id: 'subid-helpers',
    area: 'userns',
    title: 'newuidmap and newgidmap are there and privileged',
    failureTitle: 'newuidmap or newgidmap is missing or not privileged',
    description:
      'Only these two programs may give a user namespace the subordinate ids of a user; without them no podman command of a user with ranges works.',
    severity: 'error',
    needs: ['run'],
    covers: ['F021', 'F022'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man1/newuidmap.1.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      missing: '{{helper}} is not on the PATH.',
      unprivileged:
        '{{path}} has mode {{mode}}: neither setuid root nor the capability {{capability}}.',
      wrongOwner: '{{path}} is setuid, but for uid {{uid}} instead of root.',
    },
    commands: {
      missing: [
        'command -v newuidmap newgidmap',
        'sudo apt-get install uidmap   # Debian, Ubuntu',
        'sudo dnf install shadow-utils   # Fedora, RHEL',
        'sudo apk add shadow-subids   # Alpine',
      ],
      unprivileged: ['ls -l {{path}}', 'sudo chmod u+s {{path}}', 'podman system migrate'],
      wrongOwner: ['ls -l {{path}}', 'sudo chown root:root {{path}}', 'sudo chmod u+s {{path}}'],
    },
    fixes: ['subid-helpers-mode', 'helper-packages', 'package-reinstall'],
  },
  requires: ['user', 'subidHelpers'],
  consults: ['usernsAttempt'],
  evaluate({ user, subidHelpers, usernsAttempt }) {
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('root needs no helper');
    }
    if (subidHelpers.state !== 'known') return { status: 'unknown', because: subidHelpers.because };
    const names: readonly HelperName[] = ['newuidmap', 'newgidmap'];
    const findings = names.flatMap((name): readonly Finding<Message>[] => {
      const helper = subidHelpers.value[name];
      if (helper === null) return [missing(name)];
      // What has just worked is privileged, by whatever means.
      const ran = usernsAttempt.state === 'known' ? usernsAttempt.value[name] : null;
      return ran?.exitCode === 0 ? [] : judge(name, helper);
    });
    const dark = names.find((name) => isDark(subidHelpers.value[name]));
    if (findings.length === 0 && dark !== undefined && usernsAttempt.state !== 'known') {
      return {
        status: 'unknown',
        because: `the capabilities of ${dark} cannot be read: getcap(8) is missing`,
      };
    }
    return verdictOf(findings);
  },
  explains: () => [{ check: 'userns-attempt', messageId: 'notMapped' }],
});

type Message = 'missing' | 'unprivileged' | 'wrongOwner';

function missing(name: HelperName): Finding<'missing'> {
  const evidence: Evidence = {
    kind: 'command',
    where: `command -v ${name}`,
    found: 'nothing',
    expected: `the path of ${name}`,
  };
  return { messageId: 'missing', data: { helper: name }, evidence: [evidence] };
}

function judge(name: HelperName, helper: SubidHelper): readonly Finding<Message>[] {
  const { path, mode, uid } = helper;
  if (mode === null || isDark(helper)) return [];
  const capability = CAPABILITY[name];
  const shown = mode.toString(8).padStart(4, '0');
  const evidence: Evidence = {
    kind: 'file',
    where: path,
    found: `mode ${shown}, owner ${uid ?? 'unknown'}, capabilities ${helper.capabilities || 'none'}`,
    expected: `setuid root, or ${capability}=ep`,
  };
  if ((mode & 0o4000) !== 0) {
    if (uid === 0 || uid === null) return [];
    return [{ messageId: 'wrongOwner', data: { path, uid }, evidence: [evidence] }];
  }
  if (helper.capabilities?.includes(capability) === true) return [];
  const data = { path, mode: shown, capability };
  return [{ messageId: 'unprivileged', data, evidence: [evidence] }];
}

/** Neither setuid, nor is it known whether it has capabilities. */
function isDark(helper: SubidHelper | null): boolean {
  return (
    helper?.mode !== null &&
    helper?.mode !== undefined &&
    (helper.mode & 0o4000) === 0 &&
    helper.capabilities === null
  );
}
