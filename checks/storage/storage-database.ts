import { strayBolt } from '../../src/domain/bolt-database.ts';
import { type PodmanProfile, profileOf } from '../../src/domain/podman-profile.ts';
import { driverChoice } from '../../src/domain/storage-driver.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import { defineCheck, fail, notApplicable, pass, type Verdict } from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Storage, StorageDatabase } from '../../src/parse/storage.ts';
import { isAtLeast, upstreamText } from '../../src/parse/version.ts';

/** The database is only searched for the row of its paths; what else is in it is Podman's business. */
export const storageDatabase = defineCheck({
  meta: {
    id: 'storage-database',
    area: 'storage',
    title: 'The database of Podman belongs to this store',
    failureTitle: 'The database of Podman does not belong to this store',
    description:
      'Podman writes the paths and the driver of its store into its database, and refuses every command when they are other ones now.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F114', 'F115', 'F152'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/21683',
      'https://github.com/containers/podman/pull/24775',
      'https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html',
    ],
    messages: {
      moved: 'The database in {{graphRoot}} was made for the store {{recorded}}.',
      withoutDriver:
        '{{database}} was written without a driver, {{where}} asks for {{driver}}, and Podman {{podman}} takes that for another store; 5.4 does not.',
      boltRemoved: '{{path}} is a BoltDB, which Podman {{podman}} no longer reads.',
      boltRefused:
        '{{file}} line {{line}} sets database_backend = "boltdb", and Podman {{podman}} makes no new BoltDB.',
    },
    commands: {
      moved: [
        'ls -ld {{recorded}} {{graphRoot}}',
        'ln -s {{graphRoot}} {{recorded}}',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
      withoutDriver: ['grep -ns driver {{where}}', 'sqlite3 {{database}} {{statement}}'],
      boltRemoved: ['podman system migrate --migrate-db'],
      boltRefused: ['grep -n database_backend {{file}}', 'podman info --format {{format}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'versions'],
  consults: ['containersConf', 'storageConf'],
  evaluate({ storage, versions, containersConf, storageConf }) {
    const profile = profileOf(versions);
    if (storage.state === 'absent' || profile === undefined) {
      return notApplicable('there is no podman, or no store');
    }
    const podman = upstreamText(profile.version);
    const { database } = storage.value;
    const refused = boltRefused(containersConf, profile, database?.kind);
    if (refused !== null) return refused;
    const stray = strayBolt(profile, storage.value, settingsOf(containersConf));
    if (stray !== null) return boltRemoved(stray.path, podman);
    if (database?.kind !== 'sqlite') return pass;
    const moved = sqliteVerdict(storage.value, database);
    if (moved.status === 'fail') return moved;
    return withoutDriver(storage.value, storageConf, profile) ?? pass;
  },
});

function boltRemoved(path: string, podman: string): Verdict<'boltRemoved'> {
  return fail(
    'boltRemoved',
    { path, podman },
    { kind: 'file', where: path, found: 'BoltDB', expected: 'db.sql only' },
  );
}

function settingsOf(conf: FactState<LayeredConfig>): LayeredConfig['settings'] {
  return conf.state === 'known' ? conf.value.settings : new Map();
}

function boltRefused(
  conf: FactState<LayeredConfig>,
  { boltDatabase, version }: PodmanProfile,
  kind: StorageDatabase['kind'] | undefined,
): Verdict<'boltRefused'> | null {
  const setting = settingsOf(conf).get('engine.database_backend');
  if (setting?.value !== 'boltdb' || boltDatabase === 'supported' || kind === 'bolt') return null;
  return fail(
    'boltRefused',
    { ...placeData(setting), podman: upstreamText(version), format: '{{.Host.DatabaseBackend}}' },
    { kind: 'file', ...placeOf(setting), found: 'database_backend = "boltdb"', expected: 'sqlite' },
  );
}

/**
 * A row without a driver is no fault by itself: Podman 5.4 writes one on a healthy host, and accepts it.
 * Older ones compare it with the driver that is configured by now.
 */
function withoutDriver(
  storage: Storage,
  conf: FactState<StorageConf>,
  { version }: PodmanProfile,
): Verdict<'withoutDriver'> | null {
  const { configured: driver, setting } = driverChoice(storage, conf);
  const isOld = !isAtLeast(version, '5.4');
  if (storage.database?.driver !== '' || driver === null || !isOld) return null;
  const database = `${storage.graphRoot}/db.sql`;
  const statement = `update DBConfig set GraphDriver = '${driver.replaceAll("'", "''")}';`;
  const where = setting?.file ?? 'STORAGE_DRIVER';
  return fail(
    'withoutDriver',
    { database, driver, where, podman: upstreamText(version), statement },
    { kind: 'file', where: database, found: 'no driver', expected: driver },
  );
}

function sqliteVerdict(
  { graphRoot }: Storage,
  { sameGraphRoot, graphRoot: recorded }: StorageDatabase,
): Verdict<'moved'> {
  if (sameGraphRoot !== false || recorded === null) return pass;
  return fail(
    'moved',
    { graphRoot, recorded },
    { kind: 'file', where: `${graphRoot}/db.sql`, found: recorded, expected: graphRoot },
  );
}
