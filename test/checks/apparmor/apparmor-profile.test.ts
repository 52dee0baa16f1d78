import { apparmorProfile } from '../../../checks/apparmor/apparmor-profile.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import type { ApparmorProfiles } from '../../../src/parse/apparmor.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CONF, conf, NO_CONF } from '../../helpers/kernel-facts.ts';

const KEY = 'containers.apparmor_profile';
const SEEN: ApparmorProfiles = {
  podman: '/usr/bin/podman',
  profiles: [],
  loaded: null,
  denied: [],
};
const facts = {
  apparmorProfiles: SEEN,
  containersConf: conf(KEY, 'mine'),
  apparmorLoaded: [{ name: 'mine', mode: 'enforce' }],
};

testCheck(apparmorProfile, {
  pass: [
    { name: 'it is loaded', facts },
    { name: 'unconfined', facts: { ...facts, containersConf: conf(KEY, 'unconfined') } },
    {
      name: "Podman's own",
      facts: { ...facts, containersConf: conf(KEY, 'containers-default-0.62.2') },
    },
    {
      name: 'the user may see the list',
      facts: {
        ...facts,
        apparmorProfiles: { ...SEEN, loaded: facts.apparmorLoaded },
        apparmorLoaded: unreadable('denied', 'this needs root'),
      },
    },
  ],
  fail: [
    {
      name: 'no such profile',
      facts: { ...facts, containersConf: conf(KEY, 'no-such-profile') },
      findings: [
        {
          messageId: 'notLoaded',
          data: { file: CONF, profile: 'no-such-profile' },
          evidence: [{ where: CONF, line: 2 }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no AppArmor', facts: { ...facts, apparmorProfiles: absent('no AppArmor') } },
    { name: 'not set', facts: { ...facts, containersConf: NO_CONF } },
  ],
  unknown: [
    {
      name: 'only root sees the list',
      facts: { ...facts, apparmorLoaded: unreadable('denied', 'this needs root') },
    },
  ],
});
