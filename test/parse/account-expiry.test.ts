import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseAccountExpiry } from '../../src/parse/account-expiry.ts';
import { describe } from '../helpers/describe.ts';

function output(password: string, account: string, status = 'L'): string {
  return `today 2026-11-21
Last password change\t\t\t\t\t: Nov 21, 2026
Password expires\t\t\t\t\t: ${password}
Password inactive\t\t\t\t\t: never
Account expires\t\t\t\t\t\t: ${account}
chage-exit 0
status ${status}
`;
}

describe('account-expiry', (it) => {
  it('reads an account that never expires', () => {
    assert.equal(parseAccountExpiry(output('never', 'never')), {
      expires: null,
      expired: false,
      mustChange: false,
      password: 'L',
    });
  });

  it('reads both forms of a date', () => {
    for (const date of ['Jan 02, 1970', '1970-01-02']) {
      const { expires, expired } = parseAccountExpiry(output('never', date));
      assert.equal([expires, expired], ['1970-01-02', true]);
    }
    assert.not(parseAccountExpiry(output('never', 'Nov 22, 2026')).expired);
    assert.ok(parseAccountExpiry(output('never', 'Nov 21, 2026')).expired);
  });

  it('sees a password that has to be changed', () => {
    assert.ok(parseAccountExpiry(output('password must be changed', 'never')).mustChange);
    assert.ok(parseAccountExpiry(output('Nov 20, 2026', 'never')).mustChange);
    assert.not(parseAccountExpiry(output('Feb 01, 2027', 'never')).mustChange);
  });

  it("reads Red Hat's status", () => {
    assert.is(parseAccountExpiry(output('never', 'never', 'LK')).password, 'L');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parseAccountExpiry(`Account expires : ${text}`)),
    );
  });
});
