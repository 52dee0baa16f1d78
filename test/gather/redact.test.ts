import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { redact, RULES } from '../../src/gather/redact.ts';
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
    `http_proxy=http://ada:p@${CANARY}@proxy:3128`,
    `DB_PASS=${CANARY}`,
    `/home/ada/.profile:12:smtp_pwd=${CANARY}`,
    `DB_PASSWORD=a,b;${CANARY}`,
    `DB_PASSWORD="a b"'${CANARY}'`,
    `rw,username=ada,password=${CANARY},uid=0`,
    `ExecStart=/usr/bin/podman run --env=DB_PASSWORD=${CANARY} db`,
    `|PodmanArgs=--password 'a b ${CANARY}'`,
    `|PodmanArgs=--creds ada:${CANARY}`,
    `Authorization: Bearer abcdefghij${CANARY.replaceAll(/\d/gu, '')}`,
    `|Environment=A=1 \\\n|  B=${CANARY}`,
    `|env = ["A=]${CANARY}", "B=x"]`,
    `|env = [\n|  "A=${CANARY}",`,
    `|env = ["A=${CANARY}`,
    `|env = [ # don't\n|  "A=${CANARY}", # ]\n|  'B=${CANARY}']`,
    `"env": ["A=${CANARY}"]`,
    JSON.stringify({ before: `[containers]\nenv = ["A=${CANARY}"]\n` }),
    JSON.stringify({ before: `[Service]\nEnvironment="A=${CANARY}" 'B=${CANARY}'\nType=x` }),
    JSON.stringify({ before: `Environment=A=${CANARY}\n` }),
    JSON.stringify({ content: `# mine\n\tpassword = "a ${CANARY}"\nuser = "ada"\n` }),
    JSON.stringify({ content: `x\nexport API_KEY='${CANARY}'\n` }),
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}\n-----END OPENSSH PRIVATE KEY-----`,
  ];
  for (const text of secrets) {
    it(`takes the secret out of ${JSON.stringify(text.slice(0, 30))}`, () => {
      assert.not.match(redact(text), /c4nary|cnary/u);
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
    'PodmanArgs=--user 1000:1000 --log-level debug',
    'PassEnvironment=LANG',
    'system_u:object_r:secret_t:s0',
  ];
  for (const text of harmless) {
    it(`leaves ${JSON.stringify(text.slice(0, 30))} as it is`, () => assert.is(redact(text), text));
  }

  it('takes out each of a list, and leaves it a list', () => {
    for (const [text, shown] of [
      [String.raw`password = ["a","b]c", 'd'] # x`, 'password = ["<redacted>"] # x'],
      ['{"token": ["a"], "n": 1}', '{"token": ["<redacted>"], "n": 1}'],
      [String.raw`"x\n{\"token\": [\"a\"]}"`, String.raw`"x\n{\"token\": [\"<redacted>\"]}"`],
      ['password = ["cut', 'password = ["<redacted>"'],
      ['/etc/x:1:credential-helpers = ["secretservice"]', undefined],
    ] as const) {
      assert.is(redact(text), shown ?? text);
      assert.is(redact(redact(text)), shown ?? text);
    }
  });

  it('takes what follows in a string of JSON for another line, and JSON stays JSON', () => {
    const unit = `[Service]\nEnvironment="A=${CANARY}"\nType=notify\n`;
    const conf = `env = ["A=${CANARY}"]\nlog_driver = "journald"\npassword = "${CANARY}"\n`;
    const env = [`A=${CANARY}`];
    const text = redact(JSON.stringify({ unit, conf, env, token: CANARY, last: 1 }));
    assert.equal(JSON.parse(text), {
      unit: '[Service]\nEnvironment=<redacted>\nType=notify\n',
      conf: 'env = ["<redacted>"]\nlog_driver = "journald"\npassword = "<redacted>"\n',
      env: ['<redacted>'],
      token: '<redacted>',
      last: 1,
    });
  });

  const pieces = fc.constantFrom(
    ...[
      'password',
      'env',
      'Environment',
      'auth',
      '--token',
      '-u',
      'ada:x',
      '=',
      ':',
      ' ',
      '\n',
      '|',
      ',',
      '[',
      ']',
    ],
    ...[
      '{',
      '}',
      '"',
      "'",
      '\\"',
      '\\n',
      '\\',
      '#',
      'http://',
      '@',
      'Bearer ',
      'abc123def',
      '<redacted>',
      '$6$',
    ],
  );

  it('never throws, and redacting twice changes nothing', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 60 }).map((some) => some.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        const once = redact(one);
        assert.is(redact(once), once);
      }),
      { numRuns: 1000 },
    );
  });

  it('looks for nothing that its hint does not find', () => {
    const matched = new Set<RegExp>();
    const holds = (text: string): void => {
      for (const { hint, pattern } of RULES) {
        pattern.lastIndex = 0;
        if (!pattern.test(text)) continue;
        matched.add(pattern);
        assert.ok(hint.test(text), `${pattern.source} matches ${text}`);
      }
    };
    for (const secret of secrets) {
      holds(secret);
      holds(secret.toUpperCase());
      holds(JSON.stringify({ text: `\n${secret}` }));
    }
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...secrets), fc.string())), (some) =>
        holds(some.join(' ')),
      ),
      { numRuns: 1000 },
    );
    holds(`tokens = ["${CANARY}", "b"]`);
    holds('-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----');
    const unseen = RULES.filter(({ pattern }) => !matched.has(pattern));
    assert.equal(unseen, [], 'every rule is shown a secret');
  });

  it('takes no longer for what is made to take long', () => {
    const begun = performance.now();
    for (const piece of [
      'password',
      'token=',
      '"',
      "'",
      '\\"',
      'env=[',
      '"env":[',
      '#"',
      '-',
      'a.',
      'x@',
      'http://',
    ])
      redact(piece.repeat(20_000));
    for (const piece of [
      'Environment=x \\\n',
      'password="\\',
      '--token ',
      ':token= ',
      'env = [\n# "',
      'auth:',
    ])
      redact(piece.repeat(10_000));
    assert.ok(performance.now() - begun < 5_000, `${performance.now() - begun} ms`);
  });
});
