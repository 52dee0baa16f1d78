import { podmanSocketSystem } from '../../../checks/socket/podman-socket-system.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, ROOT, socketUnit, SYSTEMD, units } from '../../helpers/session-facts.ts';

const facts = (given: Parameters<typeof socketUnit>[0]) => ({
  init: SYSTEMD,
  user: ROOT,
  systemUnits: units(socketUnit({ listen: ['/run/podman/podman.sock'], ...given })),
});

testCheck(podmanSocketSystem, {
  pass: [{ name: 'it listens and is enabled', facts: facts({}) }],
  fail: [
    {
      name: 'as Debian ships it',
      facts: facts({ active: 'inactive', fileState: 'disabled' }),
      findings: [{ messageId: 'disabled', data: { state: 'disabled', active: 'inactive' } }],
      explains: [{ check: 'docker-host', messageId: 'noSocket' }],
    },
    {
      name: 'started, but not enabled',
      facts: facts({ fileState: 'disabled' }),
      findings: [{ messageId: 'disabled', data: { state: 'disabled', active: 'active' } }],
    },
    {
      name: 'no such unit',
      facts: facts({ active: 'inactive', load: 'not-found', fileState: '' }),
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'masked',
      facts: facts({
        active: 'inactive',
        load: 'masked',
        fileState: 'masked',
        fragment: '/etc/systemd/system/podman.socket',
      }),
      findings: [{ messageId: 'masked', data: { path: '/etc/systemd/system/podman.socket' } }],
    },
    {
      name: 'cannot be loaded',
      facts: facts({ active: 'inactive', load: 'bad-setting', loadError: 'bad' }),
      findings: [{ messageId: 'broken' }],
    },
    {
      name: 'failed',
      facts: facts({ active: 'failed', result: 'trigger-limit-hit' }),
      findings: [{ messageId: 'failed', data: { result: 'trigger-limit-hit' } }],
    },
    {
      name: 'stopped',
      facts: facts({ active: 'inactive' }),
      findings: [{ messageId: 'stopped' }],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { ...facts({}), init: OPENRC } },
    { name: 'a user', facts: { ...facts({ fileState: 'disabled' }), user: ALICE } },
  ],
});
