import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';
import { NETWORK_UNIT } from '../../src/parse/unit-properties.ts';

/**
 * The manager of a user does not know network-online.target. Since Podman 5.3 quadlets wait for a unit that
 * asks the system for 90 seconds whether it is active, and then start all the same.
 */
export const quadletNetwork = defineCheck({
  meta: {
    id: 'quadlet-network',
    area: 'session',
    title: 'Quadlets of the user wait for the network, and it comes',
    failureTitle: 'Quadlets of the user do not start when the network is there',
    description:
      'Containers start at boot before the network is there, or a minute and a half after it.',
    severity: 'warning',
    needs: ['boot'],
    covers: ['F047'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html',
      'https://github.com/containers/podman/issues/22197',
      'https://github.com/containers/podman/issues/24796',
      'https://systemd.io/NETWORK_ONLINE/',
    ],
    messages: {
      notWaiting:
        '{{units}} should wait for the network by {{unit}}, which is {{found}}: at boot the containers start at once.',
      neverOnline:
        'network-online.target is {{found}}: {{unit}} waits 90 seconds for it, and {{units}} with it, and the containers start then whether the network is there or not.',
    },
    commands: {
      notWaiting: [
        'systemctl --user status {{unit}}',
        'systemctl --user unmask {{unit}}',
        'systemctl --user daemon-reload',
      ],
      neverOnline: [
        'systemctl status network-online.target; systemctl list-unit-files "*-wait-online.service"',
        'sudo systemctl add-wants multi-user.target network-online.target',
        'sudo systemctl start network-online.target',
      ],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'quadlets'],
  consults: ['userUnits', 'systemUnits'],
  evaluate({ init, user, quadlets, userUnits, systemUnits }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (quadlets.state === 'absent') return notApplicable('the user has no quadlets');
    const { waiting } = quadlets.value;
    if (waiting.length === 0) return notApplicable('no quadlet of the user waits for the network');
    if (userUnits.state !== 'known') return unknown(userUnits.because);
    if (systemUnits.state !== 'known') return unknown(systemUnits.because);
    const waiter = userUnits.value.get(NETWORK_UNIT);
    const target = systemUnits.value.get('network-online.target');
    if (waiter === undefined || target === undefined) {
      return unknown('systemctl did not tell about the units of the network');
    }
    const data = { units: waiting.join(', '), unit: NETWORK_UNIT };
    if (waiter.load !== 'loaded') {
      const found = waiter.load;
      const evidence = { kind: 'unit', where: NETWORK_UNIT, found, expected: 'loaded' } as const;
      return fail('notWaiting', { ...data, found }, evidence);
    }
    if (target.active !== 'inactive') return pass;
    const found = target.active;
    const where = 'network-online.target';
    return fail(
      'neverOnline',
      { ...data, found },
      { kind: 'unit', where, found, expected: 'active' },
    );
  },
});
