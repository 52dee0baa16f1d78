import { profileOf } from '../../src/domain/podman-profile.ts';
import { isRoot, kernelRelease } from '../../src/domain/host.ts';
import {
  type DriverChoice,
  driverChoice,
  mountsOverlayForUsers,
} from '../../src/domain/storage-driver.ts';
import { placeOf } from '../../src/domain/setting-place.ts';
import {
  defineCheck,
  fail,
  type MessageData,
  notApplicable,
  pass,
  type Verdict,
} from '../../src/model/check.ts';

/**
 * The store of Debian 11 and 12 is vfs by default: no fault of anybody. It is one where Podman itself
 * would choose overlay today, and where the configuration asks for another driver than the store has.
 */
export const storageDriver = defineCheck({
  meta: {
    id: 'storage-driver',
    area: 'storage',
    title: 'The store has the driver that it should have',
    failureTitle: 'The store has another driver than it should have',
    description:
      'The driver is fixed when the store is made. With vfs every container is a full copy of its image: slow, and it fills the disk.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F112', 'F113'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/docs/tutorials/performance.md',
      'https://github.com/containers/podman/issues/5114',
    ],
    messages: {
      overridden:
        '{{where}} asks for the driver {{configured}}, but the store in {{graphRoot}} has {{recorded}}, and that wins.',
      slow: 'The store in {{graphRoot}} has the driver vfs, although this host can mount overlay.',
    },
    commands: {
      overridden: [
        'podman info --format {{format}}',
        'podman image save -o images.tar --multi-image-archive IMAGE…',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
      slow: [
        'podman info --format {{format}}',
        'podman image save -o images.tar --multi-image-archive IMAGE…',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
    },
    fixes: ['storage-conf'],
  },
  requires: ['storage', 'storageConf', 'versions', 'sysctls', 'user'],
  evaluate({ storage, storageConf, versions, sysctls, user }) {
    if (storage.state === 'absent') return pass;
    const { graphRoot } = storage.value;
    const choice = driverChoice(storage.value, storageConf);
    const { recorded, configured } = choice;
    if (recorded === null) return notApplicable(`there is no store in ${graphRoot} yet`);
    if (configured !== null && configured !== recorded) {
      return overridden(choice, { graphRoot, configured, recorded, format: FORMAT });
    }
    const isDefault = profileOf(versions)?.rootlessDriver !== 'overlay';
    if (recorded !== 'vfs' || configured === 'vfs' || isDefault) return pass;
    if (isRoot(user) || !mountsOverlayForUsers(kernelRelease(sysctls))) return pass;
    return fail(
      'slow',
      { graphRoot, format: FORMAT },
      { kind: 'file', where: graphRoot, found: 'vfs', expected: 'overlay' },
    );
  },
});

/** Argument of `podman info`; as data, because its braces are no placeholder of ours. */
const FORMAT = '{{.Store.GraphDriverName}}';

function overridden(
  { setting }: DriverChoice,
  data: { readonly configured: string; readonly recorded: string } & MessageData,
): Verdict<'overridden'> {
  const expected = `driver = "${data.recorded}", or a new store`;
  const found = `driver = "${data.configured}"`;
  if (setting === undefined) {
    const where = 'STORAGE_DRIVER';
    return fail('overridden', { ...data, where }, { kind: 'command', where, found, expected });
  }
  const where = setting.file;
  return fail(
    'overridden',
    { ...data, where },
    { kind: 'file', ...placeOf(setting), found, expected },
  );
}
