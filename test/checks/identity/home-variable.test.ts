import { homeVariable } from '../../../checks/identity/home-variable.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ACCOUNT } from '../../helpers/kernel-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const withHome = (value: string) => ({
  user: ALICE,
  account: { ...ACCOUNT, homeVariable: value },
});

testCheck(homeVariable, {
  pass: [
    { name: 'the same', facts: withHome('/home/alice') },
    { name: 'with a slash at the end', facts: withHome('/home/alice/') },
  ],
  fail: [
    {
      name: 'another directory',
      facts: withHome('/nonexistent'),
      findings: [
        {
          messageId: 'differs',
          data: { user: 'alice', home: '/home/alice', value: '/nonexistent' },
        },
      ],
    },
    { name: 'none', facts: withHome(''), findings: [{ messageId: 'unset' }] },
  ],
  notApplicable: [
    { name: 'no home in passwd', facts: { user: ALICE, account: { ...ACCOUNT, home: '' } } },
  ],
});
