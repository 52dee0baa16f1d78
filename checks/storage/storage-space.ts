import { FULL_BYTES, isFull, sizeText, sharesSpaceWithTmp } from '../../src/domain/space.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured: `creating container storage: write …: no space left on device`. */
export const storageSpace = defineCheck({
  meta: {
    id: 'storage-space',
    area: 'storage',
    title: 'The file system of the store is not full',
    failureTitle: 'The file system of the store is full',
    description:
      'Each container writes at least its records. On a full file system nothing starts, and what runs cannot be stopped cleanly.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F129'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-prune.1.html'],
    messages: {
      full: '{{free}} of {{total}} are free for the user where {{graphRoot}} is; {{needed}} are needed.',
    },
    commands: { full: ['df -h {{path}}', 'podman system df', 'podman image prune'] },
    fixes: [],
  },
  requires: ['storage'],
  evaluate({ storage }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return pass;
    const space = store.graphSpace;
    if (space === null) return unknown(`the free space of ${store.graphRoot} could not be read`);
    if (!isFull(space)) return pass;
    const { path } = space;
    const [free, total, needed] = [
      sizeText(space.freeBytes),
      sizeText(space.totalBytes),
      sizeText(FULL_BYTES),
    ];
    return fail(
      'full',
      { graphRoot: store.graphRoot, path, free, total, needed },
      {
        kind: 'command',
        where: `df -h ${path}`,
        found: `${free} free`,
        expected: `${needed} or more`,
      },
    );
  },
  explains: ({ storage }) => [
    { check: 'storage-space-low' },
    ...(sharesSpaceWithTmp(storage) ? [{ check: 'tmp-space', messageId: 'low' }] : []),
  ],
});
