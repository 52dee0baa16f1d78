import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { registryAuth } from '../../src/facts/registry-auth.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { redact } from '../../src/gather/redact.ts';
import type { RegistryAuth } from '../../src/parse/registry-auth.ts';
import { describe } from '../helpers/describe.ts';

/** What the fact says of a home with these files, and what left the host for it. */
function look(files: Readonly<Record<string, string>>): {
  readonly stdout: string;
  readonly auth: RegistryAuth;
} {
  const home = mkdtempSync(join(tmpdir(), 'podready-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(home, path, '..'), { recursive: true });
      writeFileSync(join(home, path), text);
      if (path.startsWith('bin/')) chmodSync(join(home, path), 0o755);
    }
    const env = {
      PATH: `${process.env['PATH'] ?? ''}:${home}/bin`,
      ...{ PR_HOME: home, PR_UID: '1000', XDG_RUNTIME_DIR: `${home}/run` },
    };
    const text = PRELUDE + registryAuth.probe;
    const stdout = execFileSync('/bin/sh', ['-c', text], { env, encoding: 'utf8' });
    const fact = registryAuth.parse({ stdout: redact(stdout), exitCode: 0 });
    if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
    return { stdout: stdout.replaceAll(home, '~'), auth: fact.value };
  } finally {
    rmSync(home, { recursive: true });
  }
}

const RUN = 'run/containers/auth.json';
const content = (text: string) => look({ [RUN]: text }).auth.files[0]?.content;

describe('registryAuth', (it) => {
  it('names the files in the order of Podman', () => {
    const { auth } = look({ '.docker/config.json': '{}' });
    const found = auth.files.map(({ path, status }) => [
      status,
      path.replace(/^.*podready-\w+/u, ''),
    ]);
    assert.equal(found, [
      ['absent', '/run/containers/auth.json'],
      ['absent', '/.config/containers/auth.json'],
      ['ok', '/.docker/config.json'],
    ]);
  });

  it('reads several files, and which helpers there are', () => {
    const { auth } = look({
      [RUN]: '{"auths": {"quay.io": {"auth": "YTpi"}}}',
      '.docker/config.json':
        '{\n\t"auths": {\n\t\t"secret.example.com:5000": {"auth": "a"}\n\t},\n\t"credHelpers": {"gcr.io": "gcloud"}, "credsStore": "x"}',
      'bin/docker-credential-gcloud': '',
    });
    assert.equal(
      auth.files.flatMap(({ content: one }) => (one === null ? [] : [one])),
      [
        { garbled: [], helpers: [] },
        {
          garbled: ['secret.example.com:<redacted>'],
          helpers: [{ registry: 'gcr.io', helper: 'gcloud' }],
        },
      ],
    );
    assert.equal([...auth.helpers].includes('gcloud'), true);
  });

  it('knows what is no JSON, or has another form', () => {
    for (const text of ['', '{', '[]', '{"auths":[]}', '{"auths":{}', 'auths: {}', '{"a":"b}', '"'])
      assert.is(content(text), null, text);
    for (const text of [
      '{}',
      '{"auths":null}',
      '{"auths": {"a": {}}, "x": [true, 1.5e3]}',
      '{}\n\n',
    ])
      assert.equal(content(text), { garbled: [], helpers: [] }, text);
  });

  it('lets no secret leave the host, whatever is in the files', () => {
    const texts = [
      '{"auths": {"quay.io": {"auth": "SECRET==", "password": "SECRET", "identitytoken": "SECRET"}}}',
      '{"auths": {"quay.io": {"auth": "SECRET', // cut off
      '{"auths": {"quay.io": {"auth: "SECRET", "x": "y"}}}',
      '{"auths": {"quay.io": {"auth": SECRET==}}}',
      '{"auths": {"quay.io": "SECRET"}, "credsStore": "SECRET"}',
      String.raw`{"auths": {"quay.io": {"auth": "\"SECRET\"", "password": "a\\"SECRET}}}`,
      '{"HttpHeaders": {"X.Auth": "SECRET"}, "proxies": {"default": {"httpProxy": "SECRET"}}}',
      'user:SECRET',
      '{"auths": {"https://alice:SECRET@quay.io": {"auth": "x"}}}',
      'auths:\n  quay.io:\n    auth: SECRET\n',
      '{"auths": {"quay.io": {"auth":\n"SECRET"}}}',
    ];
    for (const text of texts) assert.not.match(look({ [RUN]: text }).stdout, /SECRET/u, text);
  });
});
