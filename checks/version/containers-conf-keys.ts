import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { upstreamText } from '../../src/parse/version.ts';

/** Measured with Podman 4.3: not a word, also with `--log-level=debug`, as the level is set after the files are read. */
export const containersConfKeys = defineCheck({
  meta: {
    id: 'containers-conf-keys',
    area: 'version',
    title: 'Podman knows the keys of containers.conf',
    failureTitle: 'containers.conf has a key that this Podman does not know',
    description:
      'A key of a later Podman has no effect, and Podman does not say so: what was forbidden is allowed, what was moved is where it was.',
    severity: 'warning',
    needs: ['run', 'api', 'rootful'],
    covers: ['F158'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/podman/blob/main/RELEASE_NOTES.md',
    ],
    messages: {
      later:
        '{{file}} line {{line}} sets {{key}}, which Podman {{podman}} does not know: it has no effect.',
    },
    commands: { later: ['podman --version', 'grep -n {{name}} {{file}}', 'man 5 containers.conf'] },
    fixes: [],
  },
  requires: ['containersConf', 'versions'],
  evaluate({ containersConf, versions }) {
    const profile = profileOf(versions);
    if (profile === undefined) return notApplicable('there is no podman');
    const settings = valueOr(containersConf, undefined)?.settings;
    const podman = upstreamText(profile.version);
    return verdictOf(
      profile.laterSettings.flatMap((key) => {
        const setting = settings?.get(key);
        // What the package of the distribution says is no choice of anybody here.
        if (setting === undefined || setting.file.startsWith('/usr/')) return [];
        const name = key.replace(/^.*\./u, '');
        const expected = `a key that Podman ${podman} knows`;
        return [
          {
            messageId: 'later' as const,
            data: { ...placeData(setting), key, name, podman },
            evidence: [{ kind: 'file', ...placeOf(setting), found: key, expected }] as const,
          },
        ];
      }),
    );
  },
});
