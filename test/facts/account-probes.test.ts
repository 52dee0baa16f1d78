import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { authorizedKeys } from '../../src/facts/authorized-keys.ts';
import { targetAccount } from '../../src/facts/target-account.ts';
import { gather } from '../../src/gather/gather.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { readFacts } from '../../src/gather/snapshot.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { describe } from '../helpers/describe.ts';

const IDS = ['targetAccount', 'user', 'osRelease'] as const;

async function factsFor(user: string): Promise<FactStates> {
  await using transport = new LocalTransport('/bin/sh');
  const snapshot = await gather(transport, IDS, { sudo: 'never', user, hostSeconds: 20 });
  return readFacts(snapshot, IDS);
}

describe('a user who does not exist', (it) => {
  it('is a fact, and what is asked of that user is not known', async () => {
    const { targetAccount: account, user } = await factsFor('no-such-user-here');
    assert.is(account?.state, 'known');
    if (account?.state !== 'known') return;
    const { name, exists, home, isHomeTaken } = account.value;
    assert.equal([name, exists, isHomeTaken], ['no-such-user-here', false, false]);
    assert.match(home, /^\/.+\/no-such-user-here$/u);
    assert.is(user?.state, 'unreadable');
  });

  it('is told from one who does', async () => {
    for (const user of ['', userInfo().username]) {
      const { targetAccount: account } = await factsFor(user);
      assert.is(account?.state === 'known' && account.value.exists, true);
      assert.is(account?.state === 'known' && account.value.name, userInfo().username);
    }
  });

  it('is not known where the host says nothing', () => {
    for (const stdout of ['', 'name=x\n', 'exists=no\n', 'name=\nexists=no\n']) {
      assert.is(targetAccount.parse({ stdout, exitCode: 0 }).state, 'unreadable');
    }
  });
});

/** What the probe prints in this home, and how it ends. */
function probe(home: string): ReturnType<typeof authorizedKeys.parse> {
  const script = `PR_HOME=${home} PATH=${home}/bin:$PATH\n${PRELUDE}\n${authorizedKeys.probe}`;
  try {
    const stdout = execFileSync('/bin/sh', ['-s'], { input: script, encoding: 'utf8' });
    return authorizedKeys.parse({ stdout, exitCode: 0 });
  } catch (error) {
    const exitCode = (error as { status: number }).status;
    return authorizedKeys.parse({ stdout: '', exitCode });
  }
}

describe('authorized keys', (it) => {
  it('are known by their fingerprints alone, and absent without a file', async () => {
    const home = await mkdtemp(join(tmpdir(), 'podready-home-'));
    try {
      assert.is(probe(home).state, 'absent');
      await mkdir(join(home, '.ssh'));
      await writeFile(
        join(home, '.ssh/authorized_keys'),
        'no-pty ssh-ed25519 AAAA a secret comment\n',
      );
      await mkdir(join(home, 'bin'));
      // As OpenSSH prints it, which need not be here.
      const line =
        '256 SHA256:Jr5ceIM6lesvCeKdRN+hZEpC4E/J863pkErZtgdj1uw a secret comment (ED25519)';
      await writeFile(join(home, 'bin/ssh-keygen'), `#!/bin/sh\necho '${line}'\necho nonsense\n`);
      await chmod(join(home, 'bin/ssh-keygen'), 0o755);
      assert.equal(probe(home), {
        state: 'known',
        value: ['SHA256:Jr5ceIM6lesvCeKdRN+hZEpC4E/J863pkErZtgdj1uw'],
      });
    } finally {
      await rm(home, { recursive: true });
    }
  });
});
