import { isFull, isLow, LOW_BYTES, sizeText, sharesSpaceWithTmp } from '../../src/domain/space.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

export const storageSpaceLow = defineCheck({
  meta: {
    id: 'storage-space-low',
    area: 'storage',
    title: 'The file system of the store has room for an image',
    failureTitle: 'The file system of the store has little room',
    description:
      'While an image is pulled its layers are there packed and unpacked. With little room pulls end with "no space left on device".',
    severity: 'warning',
    needs: ['run'],
    covers: ['F129'],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-prune.1.html'],
    messages: {
      low: '{{free}} of {{total}} are free for the user where {{graphRoot}} is; an image needs {{needed}}.',
    },
    commands: { low: ['df -h {{path}}', 'podman system df', 'podman image prune'] },
    fixes: [],
  },
  requires: ['storage'],
  evaluate({ storage }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return pass;
    const space = store.graphSpace;
    if (space === null) return unknown(`the free space of ${store.graphRoot} could not be read`);
    if (isFull(space) || !isLow(space)) return pass;
    const { path } = space;
    const [free, total, needed] = [
      sizeText(space.freeBytes),
      sizeText(space.totalBytes),
      sizeText(LOW_BYTES),
    ];
    return fail(
      'low',
      { graphRoot: store.graphRoot, path, free, total, needed },
      {
        kind: 'command',
        where: `df -h ${path}`,
        found: `${free} free`,
        expected: `${needed} or more`,
      },
    );
  },
  explains: ({ storage }) =>
    sharesSpaceWithTmp(storage) ? [{ check: 'tmp-space', messageId: 'low' }] : [],
});
