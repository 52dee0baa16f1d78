import { profileOf } from '../../src/domain/podman-profile.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { Quadlet, Quadlets } from '../../src/parse/quadlets.ts';
import { isAtLeast, upstreamText, type Version } from '../../src/parse/version.ts';

/**
 * systemd asks Podman's generator to make units of quadlets. What the generator refuses is written to
 * the kernel's log only, and systemctl then says `Unit X.service not found`.
 */
export const quadlet = defineCheck({
  meta: {
    id: 'quadlet',
    area: 'session',
    title: 'Every quadlet has made its unit',
    failureTitle: 'A quadlet has made no unit',
    description:
      'The unit of a quadlet that the generator refuses, or never sees, does not exist: systemctl does not find it, and it does not start at boot.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F044', 'F158'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html',
      'https://github.com/containers/podman/blob/main/cmd/quadlet/main.go',
      'https://github.com/containers/podman/issues/24783',
    ],
    messages: {
      tooOld: '{{file}} is a quadlet, and Podman {{podman}} knows none; {{since}} does.',
      type: '{{file}} is a quadlet of the type {{type}}, which Podman {{podman}} does not know; {{since}} does.',
      noGenerator:
        '{{file}} is a quadlet, and Podman’s generator is in none of the directories of systemd’s generators: {{generator}} is missing.',
      masked: '{{file}} is a quadlet, and Podman’s generator is masked by {{generator}}.',
      incomplete: '{{file}} does not set {{key}}: Podman’s generator refuses it.',
      notGenerated:
        '{{file}} has made no {{unit}} in {{directory}}: the manager has not been reloaded since, or Podman’s generator refuses the file.',
    },
    commands: {
      tooOld: ['podman --version', 'podman generate systemd --new --files --name CONTAINER'],
      type: ['podman --version', 'ls -l {{file}}'],
      noGenerator: [
        'ls -l /usr/lib/systemd/user-generators /usr/libexec/podman/quadlet',
        'sudo ln -s /usr/libexec/podman/quadlet {{generator}}',
        'systemctl --user daemon-reload',
      ],
      masked: ['ls -l {{generator}}', 'sudo rm {{generator}}', 'systemctl --user daemon-reload'],
      incomplete: ['{{generator}} -dryrun', 'sudoedit {{file}}', 'systemctl --user daemon-reload'],
      notGenerated: [
        '{{generator}} -dryrun',
        'systemctl --user daemon-reload',
        'systemctl --user status {{unit}}',
      ],
    },
    fixes: [],
  },
  requires: ['quadlets', 'versions'],
  evaluate({ quadlets, versions }) {
    if (quadlets.state === 'absent') return notApplicable('the user has no quadlets');
    const podman = profileOf(versions)?.version;
    if (podman === undefined) return notApplicable('there is no podman');
    const { files, denied } = quadlets.value;
    const findings = files.flatMap((one) => findingOf(one, quadlets.value, podman) ?? []);
    const [closed] = denied;
    if (findings.length === 0 && closed !== undefined) {
      return unknown(`${closed} may not be read by the user`);
    }
    return verdictOf(findings);
  },
});

type Message = 'tooOld' | 'type' | 'noGenerator' | 'masked' | 'incomplete' | 'notGenerated';

/** Releases of Podman that first knew a type; the others came with quadlets themselves. */
const SINCE: Readonly<Record<string, string>> = { image: '4.8', pod: '5.0', build: '5.2' };
const FIRST = '4.4';

/** Keys of which one must be set: `Convert…` of pkg/systemd/quadlet/quadlet.go. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  container: [['Container.Image', 'Container.Rootfs']],
  kube: [['Kube.Yaml']],
  image: [['Image.Image']],
  build: [['Build.ImageTag'], ['Build.File', 'Build.SetWorkingDirectory']],
};

function findingOf(one: Quadlet, all: Quadlets, podman: Version): Finding<Message> | null {
  const { path: file, type, unit } = one;
  const { generator, units, outputDirectory: directory } = all;
  if (units.has(unit)) return null;
  const data = { file, podman: upstreamText(podman), generator: generator?.path ?? USUAL };
  if (!isAtLeast(podman, FIRST)) return finding('tooOld', { ...data, since: FIRST });
  const since = SINCE[type] ?? FIRST;
  if (!isAtLeast(podman, since)) return finding('type', { ...data, type, since });
  if (generator === null) return finding('noGenerator', data);
  if (generator.masked) return finding('masked', data);
  const key = missingKey(one);
  if (key !== null) return finding('incomplete', { ...data, key });
  // Without a manager nobody has run the generator yet.
  return all.managerRuns ? finding('notGenerated', { ...data, unit, directory }) : null;
}

const USUAL = '/usr/lib/systemd/user-generators/podman-user-generator';

function missingKey({ type, keys, hasDropIns }: Quadlet): string | null {
  if (hasDropIns) return null;
  const missing = (NEEDED[type] ?? []).find((group) => !group.some((key) => keys.has(key)));
  return missing === undefined ? null : missing.map((key) => key.replace('.', ': ')).join(' or ');
}

function finding(
  messageId: Message,
  data: Readonly<Record<string, string>> & { readonly file: string },
): Finding<Message> {
  const { file, key, unit } = data;
  const found = key === undefined ? `no ${unit ?? 'unit'}` : `no ${key}`;
  const expected = 'a file of which the generator makes a unit';
  return { messageId, data, evidence: [{ kind: 'file', where: file, found, expected }] };
}
