import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { type Clock, clock } from '../../src/facts/clock.ts';
import { registryCertificates } from '../../src/facts/registry-certificates.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import type { Known } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';

const PEM = 'Certificate:\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

/** What is wrong in a home with these files in certs.d, `kind registry/file`. */
function problems(files: Readonly<Record<string, string | null>>): readonly string[] {
  const home = mkdtempSync(join(tmpdir(), 'podready-'));
  const certs = join(home, '.config/containers/certs.d');
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(certs, path, '..'), { recursive: true });
      if (text === null) symlinkSync('/nowhere', join(certs, path));
      else writeFileSync(join(certs, path), text);
    }
    const env = { PATH: process.env['PATH'] ?? '', PR_HOME: home };
    const text = PRELUDE + registryCertificates.probe;
    const stdout = execFileSync('/bin/sh', ['-c', text], { env, encoding: 'utf8' });
    const fact = registryCertificates.parse({ stdout, exitCode: 0 });
    if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
    return fact.value.problems
      .filter(({ path }) => path.startsWith(certs))
      .map(({ kind, path }) => `${kind} ${path.slice(certs.length + 1)}`);
  } finally {
    chmodSync(home, 0o700);
    rmSync(home, { recursive: true });
  }
}

describe('registryCertificates', (it) => {
  it('says nothing of what can be used', () => {
    assert.equal(problems({}), []);
    assert.equal(problems({ 'a:5000/ca.crt': PEM, 'a:5000/README': 'x', 'b/x y.crt': PEM }), []);
    assert.equal(problems({ 'a/client.cert': PEM, 'a/client.key': 'x', 'a/ca.crt': PEM }), []);
  });

  it('passes over a link to nothing, as Podman does', () => {
    assert.equal(problems({ 'a/redhat-ca.crt': null }), []);
  });

  it('names what cannot be used', () => {
    assert.equal(problems({ 'a/ca.pem': PEM }), ['ignored a/ca.pem']);
    assert.equal(problems({ 'a/ca.cert': PEM }), ['noKey a/ca.cert']);
    assert.equal(problems({ 'a/client.key': 'x' }), ['noCertificate a/client.key']);
    assert.equal(problems({ 'a/ca.crt': PEM, 'b/x y.crt': '\u0000' }), ['noPem b/x y.crt']);
  });

  it('reads no output that is not its own', () => {
    const { state } = registryCertificates.parse({ stdout: 'denied nothing\nx\n', exitCode: 0 });
    assert.is(state, 'known');
  });
});

describe('clock', (it) => {
  const parse = (stdout: string) => clock.parse({ stdout, exitCode: 0 });

  it('is known when the programs were compared', () => {
    assert.equal(parse('looked\ncompared /usr/bin/crun\n'), {
      state: 'known',
      value: { compared: true, later: null },
    });
    assert.equal(parse('looked\n'), { state: 'known', value: { compared: false, later: null } });
    assert.equal(
      parse('looked\ncompared /usr/bin/podman\n1750000000 1577836800 /usr/bin/podman\n'),
      {
        state: 'known',
        value: {
          compared: true,
          later: { path: '/usr/bin/podman', built: 1750000000, now: 1577836800 },
        },
      },
    );
    assert.is(parse('').state, 'unreadable');
  });

  it('is right where the tests run', () => {
    const stdout = execFileSync('/bin/sh', ['-c', PRELUDE + clock.probe], { encoding: 'utf8' });
    const { state, value } = parse(stdout) as Known<Clock>;
    assert.equal([state, value.later], ['known', null]);
  });
});
