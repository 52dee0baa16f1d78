import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import type { Finding } from '../../src/model/check.ts';
import type { UnitState } from '../../src/parse/unit-properties.ts';

const READ_WRITE_BY_OTHERS = 0o006;

/** Whoever may write to the API may do all that its user may: it asks for no password. */
export const podmanSocketExposure = defineCheck({
  meta: {
    id: 'podman-socket-exposure',
    area: 'socket',
    title: 'Only its owner can reach the API',
    failureTitle: 'Others can reach the API',
    description:
      'The API has no authentication: who can connect can start containers as its owner.',
    severity: 'warning',
    needs: ['api', 'remote', 'rootful', 'docker-clients'],
    covers: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-service.1.html'],
    messages: {
      tcp: '{{unit}} listens on the network at {{address}}, without encryption or authentication ({{file}}).',
      mode: '{{unit}} makes its socket with mode {{mode}}: every user of the host can use it ({{file}}).',
    },
    commands: {
      tcp: ['systemctl --user cat podman.socket', 'systemctl --user revert podman.socket'],
      mode: ['systemctl --user cat podman.socket', 'systemctl --user revert podman.socket'],
    },
    fixes: [],
  },
  requires: ['init'],
  consults: ['userUnits', 'systemUnits'],
  evaluate({ init, userUnits, systemUnits }) {
    if (init.state === 'absent' || !init.value.systemd) {
      return notApplicable('systemd is not the init of this host');
    }
    const units = [userUnits, systemUnits].flatMap((fact) => {
      const unit = fact.state === 'known' ? fact.value.get('podman.socket') : undefined;
      return unit?.active === 'active' ? [unit] : [];
    });
    if (units.length === 0) return notApplicable('no podman.socket listens');
    return verdictOf(units.flatMap(findings));
  },
});

function findings(unit: UnitState): readonly Finding<'tcp' | 'mode'>[] {
  const file = unit.dropIns.at(-1) ?? unit.fragment;
  const where = file || unit.id;
  const tcp = unit.listen
    .filter((address) => /:\d+$/u.test(address) && !address.startsWith('/'))
    .map((address): Finding<'tcp'> => ({
      messageId: 'tcp',
      data: { unit: unit.id, address, file },
      evidence: [
        { kind: 'file', where, found: `ListenStream=${address}`, expected: 'a path below /run' },
      ],
    }));
  const mode = unit.socketMode ?? 0;
  if (mode % 8 < READ_WRITE_BY_OTHERS) return tcp;
  const shown = mode.toString(8).padStart(4, '0');
  return [
    ...tcp,
    {
      messageId: 'mode',
      data: { unit: unit.id, mode: shown, file },
      evidence: [
        { kind: 'file', where, found: `SocketMode=${shown}`, expected: 'SocketMode=0660' },
      ],
    },
  ];
}
