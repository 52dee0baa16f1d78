import { boltOf, type StrayBolt, strayBolt } from '../../src/domain/bolt-database.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  pass,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';

type Message = 'bolt' | 'both' | 'configured';

/** `getDBState` of libpod/runtime.go in 6.0: a BoltDB is an error until it is migrated, or moved away. */
export const upgradeDatabase = defineCheck({
  meta: {
    id: 'upgrade-database',
    area: 'version',
    title: 'The Podman to come reads the database of the store',
    failureTitle: 'The Podman to come does not read the database of the store',
    description:
      'The database knows the containers, pods and volumes. Podman 6 has no BoltDB any more: until the database is migrated to SQLite every command stops.',
    severity: 'error',
    needs: ['upgrade'],
    covers: ['F152'],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
      'https://github.com/podman-container-tools/podman/pull/28569',
      'https://github.com/podman-container-tools/podman/pull/28227',
    ],
    messages: {
      bolt: '{{path}} is a BoltDB; {{target}} stops at it until it is migrated to SQLite.',
      both: '{{path}} is a BoltDB beside db.sql; {{target}} stops wherever it finds one.',
      configured:
        '{{file}} line {{line}} sets database_backend = "boltdb", which {{target}} refuses.',
    },
    commands: {
      bolt: [
        'podman system migrate --migrate-db   # 5.8 and later, while no other podman runs',
        'sudo reboot   # or this: 5.8 and later migrate with the first command after it',
      ],
      both: [
        'podman info --format {{format}}',
        'mv {{path}} {{path}}.old   # only if it is sqlite',
      ],
      configured: ['grep -n database_backend {{file}}', 'podman info --format {{format}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'versions', 'containersConf'],
  evaluate({ storage, versions, containersConf }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const settings: TomlSettings =
      containersConf.state === 'known' ? containersConf.value.settings : new Map();
    const configured = configuredFindings(settings, upgrade.name);
    const store = valueOr(storage, null);
    switch (upgrade.to.boltDatabase) {
      case 'supported':
        return notApplicable(`${upgrade.name} still has BoltDB`);
      // It is used where there is one, and not made.
      case 'frozen':
        return store !== null && boltOf(store) !== null ? pass : verdictOf(configured);
      case 'removed': {
        const stray = strayBolt(upgrade.to, store, settings);
        if (stray !== null) return verdictOf([...configured, toFinding(stray, upgrade.name)]);
        return configured.length === 0 && store !== null && store.hiddenBy !== null
          ? unknown(`${store.hiddenBy} is not readable by this user`)
          : verdictOf(configured);
      }
    }
  },
});

const FORMAT = '{{.Host.DatabaseBackend}}';

function configuredFindings(settings: TomlSettings, target: string): readonly Finding<Message>[] {
  const setting = settings.get('engine.database_backend');
  if (setting?.value !== 'boltdb') return [];
  return [
    {
      messageId: 'configured',
      data: { ...placeData(setting), target, format: FORMAT },
      evidence: [
        {
          kind: 'file',
          ...placeOf(setting),
          found: 'database_backend = "boltdb"',
          expected: 'database_backend = "sqlite", or no such line',
        },
      ],
    },
  ];
}

/** Which of two databases Podman uses now is Podman's to say. */
function toFinding({ path, place }: StrayBolt, target: string): Finding<Message> {
  const isAlone = place === 'alone';
  const found = isAlone ? 'BoltDB' : 'BoltDB, and db.sql';
  return {
    messageId: isAlone ? 'bolt' : 'both',
    data: { path, target, ...(isAlone ? {} : { format: FORMAT }) },
    evidence: [{ kind: 'file', where: path, found, expected: 'db.sql only' }],
  };
}
