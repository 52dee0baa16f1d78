import { eventJournal } from '../../../checks/session/event-journal.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { OPENRC, SYSTEMD, unit, units } from '../../helpers/session-facts.ts';
import { containersConf } from '../../helpers/storage-facts.ts';

const socket = '/run/systemd/journal/socket';
const file = '/etc/containers/containers.conf';
const journald = (active: string) =>
  units(unit('systemd-journald.socket', { active }), unit('systemd-journald.service', { active }));
const DEBIAN = {
  init: SYSTEMD,
  journal: { socket: true, directory: '/var/log/journal/4f0a3f5e0a524a4c9c6f3a0c1de3b3a1' },
  containersConf: containersConf(),
};
const ALPINE = {
  init: OPENRC,
  journal: { socket: false, directory: null },
  containersConf: containersConf(),
};
const JOURNALD = containersConf('[engine]\nevents_logger = "journald"\n');

testCheck(eventJournal, {
  pass: [
    { name: 'Debian', facts: { ...DEBIAN, systemUnits: journald('active') } },
    {
      name: 'the service holds the socket',
      facts: {
        ...DEBIAN,
        systemUnits: units(
          unit('systemd-journald.socket', { active: 'inactive' }),
          unit('systemd-journald.service'),
        ),
      },
    },
    {
      name: 'the journal is set, and runs',
      facts: { ...DEBIAN, containersConf: JOURNALD, systemUnits: journald('active') },
    },
  ],
  fail: [
    {
      name: 'set where there is no systemd',
      facts: { ...ALPINE, containersConf: JOURNALD },
      findings: [
        {
          messageId: 'missing',
          data: { file, line: 2, key: 'engine.events_logger', name: 'events_logger', socket },
        },
      ],
    },
    {
      name: 'logs, where there is no systemd',
      facts: {
        ...ALPINE,
        containersConf: containersConf('[containers]\nlog_driver = "journald"\n'),
      },
      findings: [
        {
          messageId: 'missing',
          data: { file, line: 2, key: 'containers.log_driver', name: 'log_driver', socket },
        },
      ],
    },
    {
      name: 'masked',
      facts: { ...DEBIAN, systemUnits: journald('inactive') },
      findings: [
        { messageId: 'stopped', data: { unit: 'systemd-journald.socket', state: 'inactive' } },
      ],
    },
  ],
  notApplicable: [
    { name: 'Alpine', facts: ALPINE },
    {
      name: 'events go to a file',
      facts: {
        ...DEBIAN,
        containersConf: containersConf('[engine]\nevents_logger = "file"\n'),
        systemUnits: journald('inactive'),
      },
    },
    {
      name: 'no journal that the user may read: Podman takes a file',
      facts: { ...DEBIAN, journal: { socket: true, directory: null } },
    },
  ],
  unknown: [
    {
      name: 'units were not seen',
      facts: { ...DEBIAN, systemUnits: unreadable('timeout', 'systemctl did not answer') },
      because: /systemctl did not answer/u,
    },
    {
      name: 'containers.conf may not be read',
      facts: { ...DEBIAN, containersConf: unreadable('denied', `${file} may not be read`) },
      because: /may not be read/u,
    },
  ],
});
