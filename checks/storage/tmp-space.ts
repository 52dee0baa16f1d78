import { isLow, LOW_BYTES, sizeText } from '../../src/domain/space.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { stringAt } from '../../src/parse/toml.ts';

/** Measured with Podman 5.4 and /var/tmp not writable: `mkdir /var/tmp/container_images_…: permission denied`. */
export const tmpSpace = defineCheck({
  meta: {
    id: 'tmp-space',
    area: 'storage',
    title: 'There is room to unpack images',
    failureTitle: 'There is no room to unpack images',
    description:
      'Podman keeps the layers that it pulls, loads or builds in /var/tmp (TMPDIR, or image_copy_tmp_dir), not in the store. When that is full or not writable, pulls fail although the store has room.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F128'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/podman/issues/7351',
    ],
    messages: {
      low: '{{free}} of {{total}} are free for the user in {{path}}; an image needs {{needed}}.',
      notWritable: 'The user may not write {{path}}, where images are unpacked.',
      absent: '{{path}}, where images are unpacked, does not exist.',
    },
    commands: {
      low: ['df -h {{path}}', 'ls -lt {{path}}'],
      notWritable: ['ls -ld {{path}}', 'sudo chmod 1777 {{path}}'],
      absent: ['sudo install -d -m 1777 {{path}}'],
    },
    fixes: [],
  },
  requires: ['storage'],
  consults: ['containersConf'],
  evaluate({ storage, containersConf }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return pass;
    const { tmpDir: path, tmpSpace: space, tmpWritable } = store;
    const configured =
      containersConf.state === 'known'
        ? stringAt(containersConf.value.settings, 'engine.image_copy_tmp_dir')
        : undefined;
    if (configured !== undefined && configured !== path) {
      return notApplicable(`image_copy_tmp_dir = "${configured}" says another place`);
    }
    if (space === null) {
      return fail(
        'absent',
        { path },
        { kind: 'file', where: path, found: 'nothing', expected: 'a directory' },
      );
    }
    if (!tmpWritable) {
      return fail(
        'notWritable',
        { path },
        {
          kind: 'file',
          where: path,
          found: 'not writable',
          expected: 'writable by everybody, mode 1777',
        },
      );
    }
    if (space.totalBytes === 0) return unknown(`the free space of ${path} could not be read`);
    if (!isLow(space)) return pass;
    const [free, total, needed] = [
      sizeText(space.freeBytes),
      sizeText(space.totalBytes),
      sizeText(LOW_BYTES),
    ];
    return fail(
      'low',
      { path, free, total, needed },
      {
        kind: 'command',
        where: `df -h ${path}`,
        found: `${free} free`,
        expected: `${needed} or more`,
      },
    );
  },
});
