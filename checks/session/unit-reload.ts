import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';
import { WATCHED_UNITS } from '../../src/domain/watched-units.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Units, UnitState } from '../../src/parse/unit-properties.ts';

/**
 * systemd works by what it read at the last daemon-reload. A user's manager is not told of new files by
 * the package manager, so this is common after an upgrade, and a note only.
 */
export const unitReload = defineCheck({
  meta: {
    id: 'unit-reload',
    area: 'session',
    title: 'systemd works by the unit files that are there',
    failureTitle: 'systemd works by older unit files than are there',
    description:
      'What a changed unit file or drop-in says begins to hold at the next daemon-reload or boot, not before.',
    severity: 'info',
    needs: ['api', 'boot', 'remote'],
    covers: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man1/systemctl.1.html'],
    messages: {
      user: 'The files of {{unit}} ({{files}}) changed after the manager of {{user}} had read them.',
      system: 'The files of {{unit}} ({{files}}) changed after systemd had read them.',
    },
    commands: {
      user: ['systemctl --user cat {{unit}}', 'systemctl --user daemon-reload'],
      system: ['systemctl cat {{unit}}', 'sudo systemctl daemon-reload'],
    },
    fixes: [],
  },
  requires: ['init', 'user'],
  consults: ['userUnits', 'systemUnits'],
  evaluate({ init, user, userUnits, systemUnits }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const { name } = session.user;
    return verdictOf([
      ...stale(userUnits).map((unit) => finding('user', unit, { user: name })),
      ...stale(systemUnits).map((unit) => finding('system', unit, {})),
    ]);
  },
});

const WATCHED: ReadonlySet<string> = new Set(WATCHED_UNITS);

function stale(units: FactState<Units>): readonly UnitState[] {
  if (units.state !== 'known') return [];
  return [...units.value.values()].filter((one) => one.needsReload && !WATCHED.has(one.id));
}

function finding<MessageId extends 'user' | 'system'>(
  messageId: MessageId,
  { id, fragment, dropIns }: UnitState,
  more: Readonly<Record<string, string>>,
) {
  const files = [fragment, ...dropIns].filter((path) => path !== '').join(', ');
  return {
    messageId,
    data: { unit: id, files, ...more },
    evidence: [{ kind: 'unit', where: id, found: 'NeedDaemonReload=yes', expected: 'no' }] as const,
  };
}
