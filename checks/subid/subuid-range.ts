import { rangeVerdict } from '../../src/domain/subid-verdict.ts';
import { defineCheck } from '../../src/model/check.ts';

/**
 * Rootless containers map the ids of an image to subordinate ids of the user. Without enough of them
 * Podman 5.4 says `no subuid ranges found for …` and falls back to a single id, or later
 * "potentially insufficient UIDs or GIDs available in user namespace".
 */
export const subuidRange = defineCheck({
  meta: {
    id: 'subuid-range',
    area: 'subid',
    title: 'The user has enough subordinate uids',
    failureTitle: 'The user has too few subordinate uids',
    description:
      'Without subordinate uids a rootless container has one id only, and most images cannot be unpacked.',
    severity: 'error',
    needs: ['run'],
    covers: ['F007', 'F008', 'F020'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://docs.podman.io/en/latest/markdown/podman.1.html#rootless-mode',
    ],
    messages: {
      missing: '{{user}} has no range in {{file}}.',
      tooFew: '{{user}} has {{count}} subordinate uids in {{file}}; images need {{needed}}.',
    },
    commands: {
      missing: [
        'cat /etc/subuid /etc/subgid',
        'sudo usermod --add-subuids {{block}} {{user}}',
        'podman system migrate',
      ],
      tooFew: [
        'cat /etc/subuid /etc/subgid',
        'sudo usermod --add-subuids {{block}} {{user}}',
        'podman system migrate',
      ],
    },
    fixes: ['subid-allocation'],
  },
  requires: ['user', 'nsswitch'],
  consults: ['subuid', 'subgid', 'idsInUse', 'loginDefs'],
  evaluate: (facts) => rangeVerdict('subuid', facts),
});
