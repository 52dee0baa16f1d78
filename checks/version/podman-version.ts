import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { isAtLeast, upstreamText } from '../../src/parse/version.ts';

/** First release with the API that docker-compose and python3-podman talk to. */
const OLDEST = '3.0.0';

/** Podman 3.0 made the API stable; release notes of 3.0.0. */
export const podmanVersion = defineCheck({
  meta: {
    id: 'podman-version',
    area: 'version',
    title: 'Podman is new enough',
    failureTitle: 'Podman is very old',
    description:
      'Before 3.0 the API of Podman was not stable, and rootless containers could not be joined to networks.',
    severity: 'warning',
    needs: ['run', 'api'],
    covers: [],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/blob/main/RELEASE_NOTES.md'],
    messages: { tooOld: '{{path}} is version {{version}}; {{needed}} or later is needed.' },
    commands: { tooOld: ['{{path}} --version', 'sudo apt-get install podman'] },
    fixes: [],
  },
  requires: ['versions'],
  evaluate({ versions }) {
    const podman = valueOr(versions, undefined)?.podman;
    if (podman === undefined) return notApplicable('there is no podman');
    if (podman.version === undefined) return unknown(`${podman.path} did not say its version`);
    if (isAtLeast(podman.version, OLDEST)) return pass;
    const version = upstreamText(podman.version);
    return fail(
      'tooOld',
      { path: podman.path, version, needed: OLDEST },
      {
        kind: 'command',
        where: `${podman.path} --version`,
        found: version,
        expected: `${OLDEST} or later`,
      },
    );
  },
});
