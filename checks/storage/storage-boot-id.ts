import { isOfEarlierBoot, podmanTmpDir } from '../../src/domain/boot-id.ts';
import { profileOf } from '../../src/domain/podman-profile.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 5.4: `current system boot ID differs from cached boot ID; an unhandled reboot has occurred`. */
export const storageBootId = defineCheck({
  meta: {
    id: 'storage-boot-id',
    area: 'storage',
    title: 'The runtime directory of Podman is from this boot',
    failureTitle: 'The runtime directory of Podman is from an earlier boot',
    description:
      'Podman writes the boot id into its runtime directory. When the directory survives a reboot, because it is not on a tmpfs or was restored, every command stops.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F116'],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/pull/22278'],
    messages: {
      differs: '{{file}} holds boot id {{recorded}}, but this boot is {{current}}.',
    },
    commands: {
      differs: ['rm -r {{runRoot}} {{tmpDir}}', 'podman info'],
    },
    fixes: ['run-directories'],
  },
  requires: ['storage', 'versions', 'user'],
  evaluate({ storage, versions, user }) {
    const store = valueOr(storage, undefined);
    const uid = valueOr(user, undefined)?.uid;
    if (profileOf(versions)?.checksBootId !== true)
      return notApplicable('this Podman does not look at the boot id');
    if (store === undefined || uid === undefined) return pass;
    const { recordedBootId: recorded, bootId: current, runRoot } = store;
    if (recorded === null || current === null || !isOfEarlierBoot(store)) return pass;
    const tmpDir = podmanTmpDir(uid);
    const file = `${tmpDir}/alive`;
    return fail(
      'differs',
      { file, recorded, current, runRoot, tmpDir },
      { kind: 'file', where: file, found: recorded, expected: current },
    );
  },
});
