import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { firewall } from '../../src/facts/firewall.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = `nft=yes
legacy=filter
iptables=/usr/sbin/iptables /usr/sbin/xtables-nft-multi
unit=firewalld yes
unit=nftables no
id=firewalld.service
state=active
denied=/etc/ufw/ufw.conf
line=/etc/nftables.conf:3:flush ruleset
line=/etc/default/ufw:19:DEFAULT_INPUT_POLICY="DROP"
`;

describe('firewall', (it) => {
  it('reads units, flavours and lines', () => {
    assert.equal(firewall.parse({ stdout: OUTPUT, exitCode: 0 }), {
      state: 'known',
      value: {
        nfTables: true,
        legacyTables: ['filter'],
        iptables: { path: '/usr/sbin/iptables', target: '/usr/sbin/xtables-nft-multi' },
        units: [
          { name: 'firewalld', enabled: true, active: 'active' },
          { name: 'nftables', enabled: false, active: undefined },
        ],
        lines: [
          { file: '/etc/nftables.conf', line: 3, text: 'flush ruleset' },
          { file: '/etc/default/ufw', line: 19, text: 'DEFAULT_INPUT_POLICY="DROP"' },
        ],
        denied: ['/etc/ufw/ufw.conf'],
      },
    });
  });

  it('does not know what the kernel has when the probe could not tell', () => {
    const state = firewall.parse({ stdout: 'nft=unclear\n', exitCode: 0 });
    assert.is(state.state === 'known' && state.value.nfTables, undefined);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void firewall.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
