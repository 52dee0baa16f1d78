import { firewallPort } from '../../fixes/firewall-port.ts';
import { netavarkReload } from '../../fixes/netavark-reload.ts';
import { absent, unreadable } from '../../src/model/fact.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { firewallOf, hostNetworkOf, unit } from '../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules, rulesFrom } from '../helpers/packet-rules.ts';

const base = {
  firewall: firewallOf({ nfTables: true }),
  hostNetwork: hostNetworkOf({}),
  systemUnits: new Map(),
} as const;

const needs = ['publish:8080'] as const;

const where = { family: 'inet', table: 'firewalld' };

function firewalldRule(chain: string, handle: number, verdict: object): object {
  return { rule: { ...where, chain, handle, expr: [verdict] } };
}

const FIREWALLD_2 = rulesFrom(
  `@nft yes\n@begin nft\n${JSON.stringify({
    nftables: [
      { table: { family: 'inet', name: 'firewalld' } },
      {
        chain: {
          ...where,
          name: 'filter_INPUT',
          type: 'filter',
          hook: 'input',
          prio: 10,
          policy: 'accept',
        },
      },
      { chain: { ...where, name: 'filter_INPUT_POLICIES' } },
      { chain: { ...where, name: 'filter_IN_public' } },
      firewalldRule('filter_INPUT', 1, { jump: { target: 'filter_INPUT_POLICIES' } }),
      firewalldRule('filter_INPUT_POLICIES', 2, { jump: { target: 'filter_IN_public' } }),
      firewalldRule('filter_INPUT_POLICIES', 3, { reject: null }),
    ],
  })}\n\n@end 0\n`,
);

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
      name: 'firewalld 2, which refuses where it calls the zone',
      facts: { ...base, packetRules: FIREWALLD_2 },
      needs,
      steps: [
        { argv: ['firewall-cmd', '--zone=public', '--add-port=8080/tcp'] },
        { argv: ['firewall-cmd', '--permanent', '--zone=public', '--add-port=8080/tcp'] },
      ],
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
