import { asksForSqlite, boltOf } from '../../src/domain/bolt-database.ts';
import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import { upgradeOf } from '../../src/domain/upgrade.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Storage } from '../../src/parse/storage.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';

type Message = 'setting' | 'database';

/** Nothing breaks by these; they mislead who reads them later. */
export const upgradeLeftovers = defineCheck({
  meta: {
    id: 'upgrade-leftovers',
    area: 'version',
    title: 'Nothing is configured that the Podman to come no longer knows',
    failureTitle: 'Something is left that the Podman to come no longer knows',
    description:
      'Settings and files that nothing reads any more do no harm, but look as if they counted.',
    severity: 'info',
    needs: ['upgrade'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/podman-container-tools/container-libs/blob/main/common/docs/containers.conf.5.md',
      'https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md',
    ],
    messages: {
      setting: '{{file}} line {{line}} sets {{key}}, which {{target}} does not know.',
      database: '{{path}} is a BoltDB that nothing reads: database_backend is "sqlite".',
    },
    commands: {
      setting: ['sed -n {{line}}p {{file}}'],
      database: ['ls -l {{path}}'],
    },
    fixes: [],
  },
  requires: ['versions', 'containersConf'],
  consults: ['storage'],
  evaluate({ versions, containersConf, storage }, needs) {
    const upgrade = upgradeOf(needs, versions);
    if ('because' in upgrade) return notApplicable(upgrade.because);
    const settings: TomlSettings =
      containersConf.state === 'known' ? containersConf.value.settings : new Map();
    return verdictOf<Message>([
      ...upgrade.to.formerSettings.flatMap((key) => settingFindings(key, settings, upgrade.name)),
      ...(upgrade.to.boltDatabase === 'removed' ? databaseFindings(settings, storage) : []),
    ]);
  },
});

function settingFindings(
  key: string,
  settings: TomlSettings,
  target: string,
): readonly Finding<Message>[] {
  const setting = settings.get(key);
  // What packages own comes anew with the upgrade.
  if (setting === undefined || setting.file.startsWith('/usr/share/')) return [];
  return [
    {
      messageId: 'setting',
      data: { ...placeData(setting), key, target },
      evidence: [{ kind: 'file', ...placeOf(setting), found: key, expected: 'no such setting' }],
    },
  ];
}

function databaseFindings(
  settings: TomlSettings,
  storage: FactState<Storage>,
): readonly Finding<Message>[] {
  const bolt = storage.state === 'known' ? boltOf(storage.value) : null;
  if (bolt === null || !asksForSqlite(settings)) return [];
  const { path } = bolt;
  return [
    {
      messageId: 'database',
      data: { path },
      evidence: [{ kind: 'file', where: path, found: 'BoltDB', expected: 'db.sql only' }],
    },
  ];
}
