import * as assert from 'uvu/assert';
import { matchesList, sshdOption } from '../../src/domain/sshd-options.ts';
import { known, unreadable } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';
import { ALICE, SSHD_CONFIG, sshdConfig, sshdTest } from '../helpers/session-facts.ts';

const NOT_ROOT = unreadable('denied', 'only root may ask sshd');

function ask(keyword: string, ...lines: readonly string[]) {
  return sshdOption(keyword, ALICE, { config: known(sshdConfig(...lines)), effective: NOT_ROOT });
}

describe('sshd-options', (it) => {
  it('takes the first of several values', () => {
    const option = ask('port', 'Port 1', 'Port 2');
    assert.equal(option, { state: 'set', values: ['1'], where: SSHD_CONFIG, line: 4 });
  });

  it('lets a Match block win over what stands before it', () => {
    const option = ask('permittty', 'PermitTTY yes', 'Match Group users', 'PermitTTY no');
    assert.equal(option.state === 'set' && option.values, ['no']);
  });

  it('leaves out a Match block of others', () => {
    for (const criteria of ['User bob', 'User *,!alice', 'Group users User bob', 'Invalid-User']) {
      assert.equal(ask('permittty', `Match ${criteria}`, 'PermitTTY no'), { state: 'default' });
    }
  });

  it('does not decide what depends on the client', () => {
    assert.is(ask('permittty', 'Match Address 10.0.0.0/8', 'PermitTTY no').state, 'undecided');
  });

  it('collects lists', () => {
    const option = ask('allowusers', 'AllowUsers a b', 'AllowUsers c');
    assert.equal(option.state === 'set' && option.values, ['a', 'b', 'c']);
  });

  it('names the file when sshd says the same, and sshd when it does not', () => {
    const config = known(sshdConfig('PermitTTY no'));
    const effective = (value: string) => known(sshdTest({ permittty: [value] }));
    const same = sshdOption('permittty', ALICE, { config, effective: effective('no') });
    const other = sshdOption('permittty', ALICE, { config, effective: effective('yes') });
    assert.is(same.state === 'set' && same.where, SSHD_CONFIG);
    assert.is(other.state === 'set' && other.where, 'sshd -T');
  });

  it('is undecided when a list may go on in a closed file', () => {
    const config = known({ ...sshdConfig('AllowUsers a'), unread: ['/etc/ssh/x.conf'] });
    const option = sshdOption('allowusers', ALICE, { config, effective: NOT_ROOT });
    assert.is(option.state, 'undecided');
  });

  it('matches patterns as sshd does', () => {
    assert.ok(matchesList('alice', 'b*,a?ice'));
    assert.not(matchesList('alice', '*,!alice'));
    assert.not(matchesList('a.c', 'a.cd'));
    assert.not(matchesList('abc', 'a.c'));
  });
});
