import { firewallPort } from '../../fixes/firewall-port.ts';
import { netavarkReload } from '../../fixes/netavark-reload.ts';
import { absent, unreadable } from '../../src/model/fact.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { firewallOf, hostNetworkOf, unit } from '../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules } from '../helpers/packet-rules.ts';

const base = {
  firewall: firewallOf({ nfTables: true }),
  hostNetwork: hostNetworkOf({}),
  systemUnits: new Map(),
} as const;

const needs = ['publish:8080'] as const;

testFix(firewallPort, {
  change: [
    {
      name: 'firewalld: what runs first, then what lasts',
      facts: { ...base, packetRules: recordedRules('bookworm-firewalld') },
      needs,
      steps: [
        {
          ...{ guard: 'firewall', effect: 'loosens', undo: 'exact', as: 'root' },
          argv: ['firewall-cmd', '--zone=public', '--add-port=8080/tcp'],
          undoArgv: ['firewall-cmd', '--zone=public', '--remove-port=8080/tcp'],
        },
        { argv: ['firewall-cmd', '--permanent', '--zone=public', '--add-port=8080/tcp'] },
      ],
      notes: /confirm it within 60 s/u,
    },
    {
      name: 'ufw, for each port',
      facts: { ...base, packetRules: recordedRules('bookworm-ufw') },
      needs: ['publish:8080', 'publish:8081'],
      steps: [
        {
          ...{ guard: 'firewall', argv: ['ufw', 'allow', '8080/tcp'] },
          undoArgv: ['ufw', 'delete', 'allow', '8080/tcp'],
        },
        { argv: ['ufw', 'allow', '8081/tcp'] },
      ],
    },
  ],
  noop: [
    {
      name: 'no port is asked for',
      facts: { ...base, packetRules: recordedRules('bookworm-ufw') },
    },
    { name: 'nothing drops', facts: { ...base, packetRules: nftChain({ hook: 'input' }) }, needs },
  ],
  blocked: [
    {
      name: 'the rules may not be read',
      facts: { ...base, packetRules: unreadable('denied', 'only root may') },
      needs,
    },
  ],
  manual: [
    {
      name: 'a policy of a table that nobody manages',
      facts: { ...base, packetRules: nftChain({ hook: 'input', policy: 'drop' }) },
      needs,
      because: /port 8080 is dropped by/u,
    },
    {
      name: 'a rule of ufw for this very port',
      facts: {
        ...base,
        packetRules: legacyRules(
          ':INPUT ACCEPT [0:0]',
          ':ufw-user-input - [0:0]',
          '-A INPUT -j ufw-user-input',
          '-A ufw-user-input -p tcp -m tcp --dport 8080 -j DROP',
        ),
      },
      needs,
      because: /which somebody wrote/u,
    },
    {
      name: 'no systemd, which would take it back',
      facts: {
        ...base,
        systemUnits: absent('systemd does not run'),
        packetRules: recordedRules('bookworm-ufw'),
      },
      needs,
    },
  ],
});

const firewalld = unit('firewalld', true, 'active');

testFix(netavarkReload, {
  change: [
    {
      name: 'the unit is not enabled',
      facts: {
        firewall: firewallOf({ units: [firewalld, unit('netavark-firewalld-reload', false)] }),
      },
      steps: [
        {
          ...{ kind: 'enable-unit', now: true, unit: 'netavark-firewalld-reload.service' },
          before: { enabled: false, active: false },
        },
      ],
    },
  ],
  noop: [
    { name: 'no firewalld', facts: { firewall: firewallOf({ units: [] }) } },
    {
      name: 'it is enabled',
      facts: {
        firewall: firewallOf({ units: [firewalld, unit('netavark-firewalld-reload', true)] }),
      },
    },
  ],
  manual: [{ name: 'an old netavark', facts: { firewall: firewallOf({ units: [firewalld] }) } }],
});
