import type { Readable } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Plan } from '../src/model/fix.ts';
import type { OsRelease } from '../src/parse/os-release.ts';
import type { Units, UnitState } from '../src/parse/unit-properties.ts';

/**
 * Either the service or the socket, never both: with both enabled the second one to start finds the port
 * taken. What is enabled or runs already says which way this host goes; else Ubuntu from 22.10 on takes
 * the socket, and everybody else the service.
 */
export const sshdService = defineFix({
  meta: {
    id: 'sshd-service',
    title: 'Enable and start sshd',
    description:
      'Enables and starts the SSH server as the distribution does it: ssh.service, sshd.service or ssh.socket.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://man.openbsd.org/sshd.8'],
  },
  requires: ['systemUnits', 'osRelease'],
  consults: ['sshdEffective'],
  plan({ systemUnits, osRelease, sshdEffective }) {
    if (systemUnits.state === 'absent') {
      return manual(systemUnits.because, 'sudo rc-update add sshd', 'sudo rc-service sshd start');
    }
    if (sshdEffective.state === 'known' && sshdEffective.value.valid === false) {
      return blocked('sshd refuses its configuration; it would not start: run sudo sshd -t');
    }
    return planUnit(
      firstOf(systemUnits.value, 'ssh.service', 'sshd.service'),
      firstOf(systemUnits.value, 'ssh.socket', 'sshd.socket'),
      prefersSocket(osRelease),
    );
  },
});

function prefersSocket(release: Readable<OsRelease>): boolean {
  if (release.state === 'absent' || release.value.id !== 'ubuntu') return false;
  const [year = 0, month = 0] = release.value.versionId.split('.').map(Number);
  return year > 22 || (year === 22 && month >= 10);
}

function planUnit(
  service: UnitState | undefined,
  socket: UnitState | undefined,
  wantsSocket: boolean,
): Plan {
  const unit = choose(service, socket, wantsSocket);
  if (unit === undefined) return blocked('no unit of an SSH server is installed');
  if (unit.load === 'masked') {
    return manual(`${unit.id} is masked: somebody forbade it`, `sudo systemctl unmask ${unit.id}`);
  }
  const before = { enabled: isEnabled(unit), active: isActive(unit) };
  // With the socket in charge, the service behind it may rest.
  const served = before.active || isActive(socket);
  if (before.enabled && served) return noop(`${unit.id} is enabled, and sshd is there`);
  return change([
    {
      kind: 'enable-unit',
      summary: `Enable ${unit.id}${served ? '' : ' and start it'}`,
      as: 'root',
      effect: 'safe',
      undo: 'exact',
      manager: 'system',
      unit: unit.id,
      now: !served,
      before,
    },
  ]);
}

/** The unit of the first name that there is. */
function firstOf(units: Units, ...names: readonly string[]): UnitState | undefined {
  return names
    .map((name) => units.get(name))
    .find((unit) => unit !== undefined && unit.load !== 'not-found');
}

function choose(
  service: UnitState | undefined,
  socket: UnitState | undefined,
  wantsSocket: boolean,
): UnitState | undefined {
  const decided = [service, socket].find(isEnabled) ?? [socket, service].find(isActive);
  return decided ?? (wantsSocket ? (socket ?? service) : (service ?? socket));
}

function isEnabled(unit: UnitState | undefined): boolean {
  return unit?.fileState === 'enabled';
}

function isActive(unit: UnitState | undefined): boolean {
  return unit?.active === 'active';
}
