import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** Values of containers.conf(5) `cgroup_manager`. */
const MANAGERS = ['systemd', 'cgroupfs'];

/** `unsupported Cgroup manager: foo` (seen with 5.4 on Debian 13; "cgroupfs" works there too). */
export const cgroupManager = defineCheck({
  meta: {
    id: 'cgroup-manager',
    area: 'cgroup',
    title: 'Podman knows the cgroup manager that is configured',
    failureTitle: 'Podman does not know the cgroup manager that is configured',
    description:
      'Podman asks this manager for the cgroup of every container; with a name that it does not know no container starts.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/podman/issues/21575',
    ],
    messages: {
      unknownName: '{{file}} sets cgroup_manager to "{{value}}", which Podman does not know.',
    },
    commands: { unknownName: ['grep -n cgroup_manager {{file}}', 'podman run --rm IMAGE true'] },
    fixes: ['containers-conf-drop-in'],
  },
  requires: ['containersConf'],
  evaluate({ containersConf }) {
    if (containersConf.state !== 'known') return notApplicable(containersConf.because);
    const setting = containersConf.value.settings.get('engine.cgroup_manager');
    if (setting === undefined) return notApplicable("Podman's own default applies");
    const value = typeof setting.value === 'string' ? setting.value : JSON.stringify(setting.value);
    if (value === '' || MANAGERS.includes(value)) return pass;
    const { file, line } = setting;
    return fail(
      'unknownName',
      { file, value },
      {
        kind: 'file',
        where: file,
        ...(line === null ? {} : { line }),
        found: `cgroup_manager = "${value}"`,
        expected: MANAGERS.join(' or '),
      },
    );
  },
});
