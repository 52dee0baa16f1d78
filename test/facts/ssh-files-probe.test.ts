import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { sshFiles } from '../../src/facts/ssh-files.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { describe } from '../helpers/describe.ts';

const KEYS = String.raw`# SECRET comment

ssh-ed25519 AAAAC3NzaSECRET SECRET@laptop
restrict,command="echo \"SECRET, there\" AAAA",from="SECRET" ssh-rsa AAAAB3SECRET x
  no-port-forwarding	sk-ssh-ed25519@openssh.com AAAAGSECRET
AAAAB3NzaSECRETpastedwithouttype
environment="TOKEN=SECRET",cert-authority ecdsa-sha2-nistp256 AAAAE2SECRET ca
SECRET garbage here
`;

describe('ssh-files probe', (it) => {
  it('prints names of options and types, and nothing of keys, comments and values', () => {
    const home = mkdtempSync(join(tmpdir(), 'podready-'));
    try {
      mkdirSync(join(home, '.ssh'));
      writeFileSync(join(home, '.ssh', 'authorized_keys'), KEYS);
      chmodSync(home, 0o700);
      const env = { PATH: process.env['PATH'] ?? '', PR_HOME: home, PR_USER: 'nobody' };
      const text = PRELUDE + sshFiles.probe;
      const stdout = execFileSync('/bin/sh', ['-c', text], { env, encoding: 'utf8' });
      assert.not.match(stdout, /SECRET|AAAA/u);
      const fact = sshFiles.parse({ stdout, exitCode: 0 });
      const keys = fact.state === 'known' ? fact.value.keys : [];
      assert.equal(
        keys.map(({ line, options, type }) => [line, options, type]),
        [
          [3, [], 'ssh-ed25519'],
          [4, ['restrict', 'command', 'from'], 'ssh-rsa'],
          [5, ['no-port-forwarding'], 'sk-ssh-ed25519@openssh.com'],
          [6, null, ''],
          [7, ['environment', 'cert-authority'], 'ecdsa-sha2-nistp256'],
          [8, null, ''],
        ],
      );
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
