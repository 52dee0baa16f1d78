import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { redact } from '../../src/gather/redact.ts';
import { describe } from '../helpers/describe.ts';

const CANARY = 'c4naryV4lue';

describe('redact', (it) => {
  const secrets = [
    `http_proxy=http://ada:${CANARY}@proxy:3128`,
    `|https_proxy = "http://:${CANARY}@proxy"`,
    `DB_PASSWORD=${CANARY}`,
    `|password = "${CANARY} and more"`,
    `"registry_token": "${CANARY}"`,
    `Environment=DB=${CANARY}`,
    `|Environment="A=${CANARY}" B=2`,
    `|env = ["A=${CANARY}", "B=x"]`,
    `BOOT_IMAGE=/vmlinuz root=/dev/vda luks.passphrase=${CANARY} ro`,
    `PodmanArgs=--creds-token ${CANARY} --log-level debug`,
    `Exec=/bin/app --db-password "${CANARY}"`,
    `curl -H "Authorization: Bearer ${CANARY}"`,
    `Authorization: Basic ${CANARY}==`,
    `alice:$y$j9T$${CANARY}$${CANARY}:19000:0:99999:7:::`,
    `eyJhbGciOiJIUzI1NiJ9.${CANARY}${CANARY}.${CANARY}`,
    `alias up='podman login -p x ghp_${CANARY}${CANARY}${CANARY}'`,
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}\n-----END OPENSSH PRIVATE KEY-----`,
  ];
  for (const text of secrets) {
    it(`takes the secret out of ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.not.match(redact(text), CANARY);
      assert.match(redact(text), '<redacted>');
    });
  }

  const harmless = [
    'ada:100000:65536\n',
    '|[engine]\n|runtime = "crun"\n',
    'unix:///run/user/1000/podman/podman.sock',
    'ssh://ada@host1:22/run/user/1000/podman/podman.sock'.replace('ada@', ''),
    'passwd: files systemd',
    'ListenStream=%t/podman/podman.sock',
    'permitrootlogin without-password',
    'passwordauthentication yes',
    'podman --token-file /run/secrets/t',
    '# basic settings of the host',
    'AuthorizedKeysFile .ssh/authorized_keys',
  ];
  for (const text of harmless) {
    it(`leaves ${JSON.stringify(text.slice(0, 30))} as it is`, () => assert.is(redact(text), text));
  }

  it('never throws, and redacting twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const once = redact(text);
        assert.is(redact(once), once);
      }),
    );
  });
});
