import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { assertGolden } from '../helpers/golden.ts';
import { describe } from '../helpers/describe.ts';
import { ended, podready, startPodready } from '../helpers/podready.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

const MESSAGE =
  'ERRO[0000] cannot find UID/GID for user alice: no subuid ranges found for user "alice" in /etc/subuid';

/** A host on which nobody has subordinate ids. */
const withoutRanges: Snapshot = {
  ...snapshot,
  probes: {
    ...snapshot.probes,
    subuid: { status: 'done', exitCode: 0, stdout: 'bob:100000:65536\n', cut: false },
    nsswitch: { status: 'done', exitCode: 0, stdout: 'passwd: files\n', cut: false },
  },
};

async function whyOn(saved: Snapshot, ...argv: readonly string[]): ReturnType<typeof podready> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-why-'));
  try {
    await saveSnapshot(folder, saved);
    return await podready(['why', '--from-facts', join(folder, 'alice@web1.json'), ...argv]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('podready why', (it) => {
  it('confirms the cause that the host has: exit 1', async () => {
    const { code, stdout, stderr } = await whyOn(withoutRanges, MESSAGE);
    assert.is(code, 1, stderr);
    assert.is(stderr, '');
    await assertGolden('why.txt', stdout);
    const tooLong = stdout.split('\n').filter((line) => line.length > 80);
    assert.equal(tooLong, []);
  });

  it('says what could not be decided: exit 3', async () => {
    const { code, stdout } = await whyOn(snapshot, MESSAGE);
    assert.is(code, 3);
    assert.match(stdout, '[?] subuid-range: ');
  });

  it('says it as data', async () => {
    const { code, stdout } = await whyOn(withoutRanges, '--format', 'json', MESSAGE);
    assert.is(code, 1);
    const said = JSON.parse(stdout) as {
      readonly symptoms: readonly { readonly id: string }[];
      readonly host: { readonly host: string };
      readonly causes: readonly { readonly state: string; readonly cause: { check?: string } }[];
    };
    assert.is(said.symptoms[0]?.id, 'no-subuid-range');
    assert.is(said.host.host, 'alice@web1');
    assert.equal(said.causes[0]?.cause.check, 'subuid-range');
    assert.is(said.causes[0]?.state, 'confirmed');
  });

  it('never rules out a port that it does not know', async () => {
    const { code, stdout } = await whyOn(
      withoutRanges,
      'rootlessport cannot expose privileged port',
    );
    assert.is(code, 3);
    assert.match(stdout, 'unprivileged-ports');
  });

  it('asks a host over SSH, in one session', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    await home.trust(server);
    const host = `ada@127.0.0.1:${server.port}`;
    const argv = ['why', '-F', 'none', '--host', host, '--format', 'json', MESSAGE];
    const env = { HOME: home.path, SSH_AUTH_SOCK: '' };
    const { stdout, stderr } = await ended(startPodready(argv, env));
    assert.is((JSON.parse(stdout) as { host: { host: string } }).host.host, host, stderr);
    assert.is(server.counts.execs, 1);
  });

  it('looks at no host with --no-check: exit 0', async () => {
    const { code, stdout } = await podready(['why', '--no-check', MESSAGE]);
    assert.is(code, 0);
    assert.match(stdout, 'podready check --only subuid-range');
  });

  it('says that it does not know a message: exit 3', async () => {
    const { code, stdout } = await podready(['why', 'the \u001B[31mcat\u0007 sat on the mat']);
    assert.is(code, 3);
    assert.match(stdout, 'does not know this message');
    assert.match(stdout, String.raw`\x07`);
    assert.not.match(stdout, '\u001B');
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['why'], /message is empty/u],
    [['why', '--format', 'junit', 'x'], /choices are text, json/u],
    [['why', '--no-check', '--host', 'web1', 'x'], /leave out 'web1'/u],
    [['why', '--from-facts', 'a', '--from-facts', 'b', 'x'], /asks one host/u],
    [['why', '--from-facts', 'a.json', '--host', 'web1', MESSAGE], /leave out 'web1'/u],
  ];
  for (const [argv, message] of wrong) {
    it(`refuses podready ${argv.join(' ').slice(0, 50)}: exit 2`, async () => {
      const { code, stdout, stderr } = await podready(argv);
      assert.is(code, 2, stderr);
      assert.match(stderr, message);
      assert.is(stdout, '');
    });
  }
});
