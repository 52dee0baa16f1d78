import { rangeVerdict } from '../../src/domain/subid-verdict.ts';
import { defineCheck } from '../../src/model/check.ts';

/**
 * Rootless containers map the ids of an image to subordinate ids of the user. Without enough of them
 * Podman 5.4 says `no subgid ranges found for …` and falls back to a single id, or later
 * "potentially insufficient UIDs or GIDs available in user namespace".
 */
export const subgidRange = defineCheck({
  meta: {
    id: 'subgid-range',
    area: 'subid',
    title: 'The user has enough subordinate gids',
    failureTitle: 'The user has too few subordinate gids',
    description:
      'Without subordinate gids a rootless container has one id only, and most images cannot be unpacked.',
    severity: 'error',
    needs: ['run'],
    covers: ['F007', 'F008', 'F011', 'F020'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subgid.5.html',
      'https://docs.podman.io/en/latest/markdown/podman.1.html#rootless-mode',
    ],
    messages: {
      missing: '{{user}} has no range in {{file}}.',
      tooFew: '{{user}} has {{count}} subordinate gids in {{file}}; images need {{needed}}.',
    },
    commands: {
      missing: [
        'cat /etc/subuid /etc/subgid',
        'sudo usermod --add-subgids {{block}} {{user}}',
        'podman system migrate',
      ],
      tooFew: [
        'cat /etc/subuid /etc/subgid',
        'sudo usermod --add-subgids {{block}} {{user}}',
        'podman system migrate',
      ],
    },
    fixes: ['subid-allocation'],
  },
  requires: ['user', 'nsswitch'],
  consults: ['subuid', 'subgid', 'idsInUse', 'loginDefs'],
  evaluate: (facts) => rangeVerdict('subgid', facts),
});
