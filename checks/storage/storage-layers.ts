import { defineCheck, type Finding, pass, verdictOf } from '../../src/model/check.ts';

/**
 * What is missing, Podman makes again (`recreateSymlinks` in storage/drivers/overlay/overlay.go); an empty file is taken
 * as it is. A power cut leaves one when it comes before the file is on the disk: podman#12337.
 */
export const storageLayers = defineCheck({
  meta: {
    id: 'storage-layers',
    area: 'storage',
    title: 'The layers of the store name each other',
    failureTitle: 'A layer of the store has lost the name of another',
    description:
      'Two small files of each layer say by which link it is found, and which layers are below it. A power cut while an image is written leaves them empty, and its containers no longer start.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F127'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/12337',
      'https://github.com/containers/container-libs/blob/main/storage/docs/containers-storage-driver-overlay.md',
      'https://docs.podman.io/en/latest/markdown/podman-system-check.1.html',
    ],
    messages: {
      emptyLink: '{{path}} is empty: images and containers with this layer cannot be used.',
      emptyLower:
        '{{path}} is empty: the layer no longer knows which layers are below it, and is lost.',
    },
    commands: {
      emptyLink: ['ls -l {{path}}', 'rm {{path}}'],
      emptyLower: ['ls -l {{path}}', 'podman system check', 'podman system check --repair'],
    },
    fixes: [],
  },
  requires: ['storage'],
  evaluate({ storage }) {
    if (storage.state !== 'known') return pass;
    return verdictOf(
      storage.value.emptyLinks.slice(0, 5).map((path): Finding<'emptyLink' | 'emptyLower'> => ({
        messageId: path.endsWith('/link') ? 'emptyLink' : 'emptyLower',
        data: { path },
        evidence: [
          { kind: 'file', where: path, found: 'an empty file', expected: 'the name of a layer' },
        ],
      })),
    );
  },
});
