import { FEW_INODES, lacksInodes } from '../../src/domain/space.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured: the same `no space left on device` as on a full file system, with room in `df`. */
export const storageInodes = defineCheck({
  meta: {
    id: 'storage-inodes',
    area: 'storage',
    title: 'The file system of the store has inodes left',
    failureTitle: 'The file system of the store has no inodes left',
    description:
      'Images hold very many small files. When the inodes of the file system are used up, writing fails with "no space left on device" although there is room.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F129'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man1/df.1.html'],
    messages: {
      few: '{{free}} of {{total}} inodes are free where {{graphRoot}} is; {{needed}} are needed.',
    },
    commands: { few: ['df -i {{path}}', 'podman system df', 'podman image prune'] },
    fixes: [],
  },
  requires: ['storage'],
  evaluate({ storage }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return pass;
    const space = store.graphSpace;
    if (space === null) return unknown(`the free inodes of ${store.graphRoot} could not be read`);
    if (!lacksInodes(space)) return pass;
    const { path, freeInodes: free, totalInodes: total } = space;
    return fail(
      'few',
      { graphRoot: store.graphRoot, path, free, total, needed: FEW_INODES },
      {
        kind: 'command',
        where: `df -i ${path}`,
        found: `${free} free`,
        expected: `${FEW_INODES} or more`,
      },
    );
  },
});
