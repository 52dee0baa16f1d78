import { resolvConf } from '../../../checks/network/resolv-conf.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { hostNetworkOf, settingsOf } from '../../helpers/network-facts.ts';

const empty = { nameservers: [] };

testCheck(resolvConf, {
  pass: [
    { name: 'a nameserver', facts: { hostNetwork: hostNetworkOf() } },
    {
      name: 'set in containers.conf',
      facts: {
        hostNetwork: hostNetworkOf(empty),
        containersConf: settingsOf({ 'containers.dns_servers': ['9.9.9.9'] }),
      },
    },
  ],
  fail: [
    {
      name: 'no file',
      facts: { hostNetwork: hostNetworkOf({ ...empty, resolvConf: 'absent' }) },
      findings: [{ messageId: 'absent' }],
    },
    {
      name: 'a link to nothing',
      facts: {
        hostNetwork: hostNetworkOf({
          ...empty,
          resolvConf: 'dangling',
          resolvLink: '/run/nowhere/resolv.conf',
        }),
      },
      findings: [{ messageId: 'dangling', data: { target: '/run/nowhere/resolv.conf' } }],
    },
    {
      name: 'a directory',
      facts: { hostNetwork: hostNetworkOf({ ...empty, resolvConf: 'special' }) },
      findings: [{ messageId: 'special' }],
    },
    {
      name: 'no nameserver',
      facts: { hostNetwork: hostNetworkOf(empty) },
      findings: [{ messageId: 'empty', data: {} }],
    },
  ],
  notApplicable: [
    {
      name: 'no nameserver and no network',
      facts: { hostNetwork: hostNetworkOf({ ...empty, routes: [] }) },
    },
  ],
  unknown: [
    { name: 'hidden', facts: { hostNetwork: hostNetworkOf({ ...empty, resolvConf: 'denied' }) } },
  ],
});
