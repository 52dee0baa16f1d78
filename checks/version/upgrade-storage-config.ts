import { isRoot } from '../../src/domain/podman-network.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  pass,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { TomlSetting } from '../../src/parse/toml.ts';

/** `creating runtime static files directory "/var/lib/containers/storage/libpod": … permission denied`. */
export const upgradeStorageConfig = defineCheck({
  meta: {
    id: 'upgrade-storage-config',
    area: 'version',
    title: 'The Podman to come puts the store of the user where the user may write',
    failureTitle: 'The Podman to come takes the store of root for the user',
    description:
      'Older releases leave out what /etc/containers/storage.conf says of places when a user runs them. Podman 6 takes it, so that users without a storage.conf of their own get the directories of root and may not write there.',
    severity: 'warning',
    needs: ['upgrade'],
    covers: ['F125'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/issues/29167',
      'https://github.com/podman-container-tools/podman/issues/29630',
      'https://github.com/podman-container-tools/podman/issues/29706',
    ],
    messages: {
      rootPlaces:
        '{{file}} line {{line}} sets {{key}} = "{{value}}", which {{target}} takes for {{user}}, too.',
    },
    commands: {
      rootPlaces: [
        'sudo mkdir -p /etc/containers/storage.rootful.conf.d',
        'sudo mv {{file}} /etc/containers/storage.rootful.conf.d/50-local.conf   # with Podman 6, not before',
      ],
    },
    fixes: [],
  },
  requires: ['versions', 'storageConf', 'user'],
  evaluate({ versions, storageConf, user }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    if (upgrade.to.mainFiles === 'merged') {
      return notApplicable(`${upgrade.name} takes no places from the file of the system`);
    }
    if (isRoot(user) || user.state === 'absent')
      return notApplicable('the places are those of root');
    if (storageConf.state === 'absent' || storageConf.value.used !== SYSTEM_FILE) return pass;
    const { inFile, dropIns } = storageConf.value;
    const places = placesIn(inFile);
    if (places.length === 0) return pass;
    if (dropIns.length > 0 || inFile.has('storage.rootless_storage_path')) {
      return unknown('what drop-ins and rootless_storage_path mean to Podman 6 was not followed');
    }
    const { name } = user.value;
    return verdictOf(places.map(([key, setting]) => toFinding(key, setting, name, upgrade.name)));
  },
});

/** What is below /usr/share belongs to a package, and comes anew with the upgrade. */
const SYSTEM_FILE = '/etc/containers/storage.conf';

/** A path with `$HOME` or `$UID` in it is one for each user. */
function placesIn(settings: StorageConf['inFile']): readonly (readonly [string, TomlSetting])[] {
  return ['graphroot', 'runroot'].flatMap((key) => {
    const setting = settings.get(`storage.${key}`);
    const value = setting?.value;
    if (setting === undefined || typeof value !== 'string') return [];
    return value === '' || value.includes('$') ? [] : [[key, setting] as const];
  });
}

function toFinding(
  key: string,
  setting: TomlSetting,
  user: string,
  target: string,
): Finding<'rootPlaces'> {
  const value = typeof setting.value === 'string' ? setting.value : '';
  return {
    messageId: 'rootPlaces',
    data: { ...placeData(setting), key, value, user, target },
    evidence: [
      {
        kind: 'file',
        ...placeOf(setting),
        found: `${key} = "${value}"`,
        expected: `no ${key}, or one in a storage.conf of the user`,
      },
    ],
  };
}
