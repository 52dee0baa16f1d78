import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { attachesTo } from '../../src/domain/apparmor.ts';
import { type ApparmorProfile, parseApparmorProfiles } from '../../src/parse/apparmor.ts';
import { describe } from '../helpers/describe.ts';

/** What grep(1) leaves of a profile for a distribution's podman. */
const UNCONFINED = `podman /usr/bin/podman
disabled lsb_release
/etc/apparmor.d/podman:1:# This profile allows everything
/etc/apparmor.d/podman:5:abi <abi/4.0>,
/etc/apparmor.d/podman:8:profile podman /usr/bin/podman flags=(unconfined) {
/etc/apparmor.d/podman:9:  userns,
/etc/apparmor.d/podman:13:}
`;

const HARDENED = `podman /usr/bin/podman
loaded podman-hardened (enforce)
loaded-all
/etc/apparmor.d/hard:1:abi <abi/4.0>,
/etc/apparmor.d/hard:2:profile podman-hardened /usr/{local/,}bin/podman {
/etc/apparmor.d/hard:4:  profile child {
/etc/apparmor.d/hard:5:    userns,
/etc/apparmor.d/hard:6:  }
/etc/apparmor.d/hard:7:  deny userns,
/etc/apparmor.d/hard:9:}
`;

describe('apparmor profiles', (it) => {
  it('reads a profile that allows user namespaces', () => {
    assert.equal(parseApparmorProfiles(UNCONFINED), {
      podman: '/usr/bin/podman',
      profiles: [
        {
          path: '/etc/apparmor.d/podman',
          line: 8,
          name: 'podman',
          attachment: '/usr/bin/podman',
          flags: ['unconfined'],
          disabled: false,
          mediatesUserns: true,
          allowsUserns: true,
        },
      ],
      loaded: null,
      denied: [],
    });
  });

  it('is not misled by a profile inside, or by deny', () => {
    const { profiles, loaded } = parseApparmorProfiles(HARDENED);
    assert.equal(
      profiles.map(({ name, allowsUserns, mediatesUserns }) => [
        name,
        allowsUserns,
        mediatesUserns,
      ]),
      [['podman-hardened', false, true]],
    );
    assert.equal(loaded, [{ name: 'podman-hardened', mode: 'enforce' }]);
  });

  it('reads one line, a bare attachment, and a disabled file', () => {
    const text = `disabled old
/etc/apparmor.d/one:1:profile p "/opt/p" flags=(complain){ userns create, }
/etc/apparmor.d/old:1:/usr/bin/podman {
/etc/apparmor.d/old:2:  all,
/etc/apparmor.d/old:3:}
denied /etc/apparmor.d/secret
`;
    const { profiles, denied } = parseApparmorProfiles(text);
    assert.equal(
      profiles.map(({ name, attachment, flags, disabled, allowsUserns, mediatesUserns }) => ({
        name,
        attachment,
        flags,
        disabled,
        allowsUserns,
        mediatesUserns,
      })),
      [
        {
          name: 'p',
          attachment: '/opt/p',
          flags: ['complain'],
          disabled: false,
          allowsUserns: true,
          mediatesUserns: false,
        },
        {
          name: '/usr/bin/podman',
          attachment: '/usr/bin/podman',
          flags: [],
          disabled: true,
          allowsUserns: true,
          mediatesUserns: false,
        },
      ],
    );
    assert.equal(denied, ['/etc/apparmor.d/secret']);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...HARDENED.split('\n'), '{', '}', 'profile', ' {')),
        (all) => {
          parseApparmorProfiles(all.join('\n'));
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseApparmorProfiles(`/etc/apparmor.d/x:1:${text}`);
      }),
    );
  });
});

describe('apparmor attachment', (it) => {
  const attaches = (attachment: string, program: string): boolean | null => {
    const profile: ApparmorProfile = {
      path: '/etc/apparmor.d/p',
      line: 1,
      name: 'p',
      attachment,
      flags: [],
      disabled: false,
      mediatesUserns: true,
      allowsUserns: true,
    };
    return attachesTo(profile, program);
  };

  it('matches as apparmor.d(5) says', () => {
    assert.is(attaches('/usr/bin/podman', '/usr/bin/podman'), true);
    assert.is(attaches('/usr/bin/podman', '/usr/local/bin/podman'), false);
    assert.is(attaches('/usr/{local/,}bin/podman', '/usr/local/bin/podman'), true);
    assert.is(attaches('@{bin}/podman', '/usr/bin/podman'), true);
    assert.is(attaches('@{bin}/podman', '/usr/local/bin/podman'), false);
    assert.is(attaches('/usr/*/podman', '/usr/bin/podman'), true);
    assert.is(attaches('/opt/*/podman', '/opt/a/b/podman'), false);
    assert.is(attaches('/opt/**', '/opt/a/b/podman'), true);
    assert.is(attaches('/opt/podma?', '/opt/podman'), true);
    assert.is(attaches('podman', '/usr/bin/podman'), false);
  });

  it('says when it cannot tell', () => {
    assert.is(attaches('@{MY_DIR}/podman', '/usr/bin/podman'), null);
    assert.is(attaches('/usr/{bin/podman', '/usr/bin/podman'), null);
    assert.is(attaches('/usr/bin}/podman', '/usr/bin/podman'), null);
  });

  it('takes any pattern', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        attaches(`/${text}`, '/usr/bin/podman');
      }),
    );
  });
});
