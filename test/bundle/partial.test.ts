import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { fromPodmanInfo } from '../../src/bundle/podman-info.ts';
import { readFactsFile } from '../../src/bundle/read-facts.ts';
import { checkSnapshot } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import { readFacts, type Snapshot } from '../../src/gather/snapshot.ts';
import type { HostReport } from '../../src/model/report.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { tarGzOf, tarOf } from '../helpers/tar.ts';

const AT = new Date('2026-01-02T03:04:05Z');

async function snapshotOf(bytes: Buffer, user: string | null = null): Promise<Snapshot> {
  const found: Snapshot[] = [];
  await inFolder(async (folder) => {
    const file = join(folder, 'x');
    await writeFile(file, bytes);
    const { items } = await readFactsFile(file, { user });
    for (const item of items) if (item.status === 'gathered') found.push(item.snapshot);
  });
  const [only] = found;
  if (only === undefined) throw new Error('nothing was read');
  return only;
}

function judge(snapshot: Snapshot): HostReport {
  const needs = { names: new Set<never>(), ports: [] };
  return checkSnapshot(snapshot, select({ only: [], skip: [] }), needs).report;
}

/** Ids of the checks that said something else than that they do not know. */
function decided({ results }: HostReport): readonly string[] {
  return results.flatMap(({ check, status }) => (status === 'unknown' ? [] : [check])).toSorted();
}

const TOP = 'sosreport-web1-2026-01-02-abcdefg';
const FILES: readonly { name: string; content: string }[] = [
  { name: `${TOP}/version.txt`, content: 'sosreport: 4.0\n\nkernel: unversioned\n' },
  { name: `${TOP}/sos_commands/host/hostname`, content: 'web1\n' },
  {
    name: `${TOP}/usr/lib/os-release`,
    content: 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n',
  },
  { name: `${TOP}/etc/subuid`, content: 'alice:100000:65536\n' },
  { name: `${TOP}/etc/subgid`, content: 'alice:100000:65536\n' },
  {
    name: `${TOP}/etc/login.defs`,
    content: '# comment\nUID_MIN\t\t\t 1000\nSUB_UID_COUNT\t\t65536\nENCRYPT_METHOD SHA512\n',
  },
  { name: `${TOP}/etc/nsswitch.conf`, content: 'passwd: files systemd\n' },
  {
    name: `${TOP}/sos_commands/kernel/sysctl_-a`,
    content:
      'kernel.osrelease = 6.1.0-28-amd64\nnet.ipv4.ping_group_range = 0\t2147483647\nuser.max_user_namespaces = 0\n',
  },
  {
    name: `${TOP}/etc/passwd`,
    content: 'root:x:0:0::/root:/bin/sh\nalice:x:1000:1001::/home/alice:/bin/bash\n',
  },
  { name: `${TOP}/etc/group`, content: 'sudo:x:27:bob,alice\nstaff:x:1001:\n' },
  { name: `${TOP}/etc/shadow`, content: 'alice:$y$secret:1:::::\n' },
];

describe('a sosreport', (it) => {
  it('gives the facts that it has the files of', async () => {
    const snapshot = await snapshotOf(
      await tarGzOf({ name: `${TOP}/`, type: 'directory' }, ...FILES),
      'alice',
    );
    assert.is(snapshot.host, 'web1');
    const facts = readFacts(snapshot, [
      'user',
      'subuid',
      'sysctls',
      'osRelease',
      'loginDefs',
      'mounts',
    ]);
    assert.ok(facts.user?.state === 'known');
    assert.equal(facts.user.value, {
      name: 'alice',
      uid: 1000,
      gid: 1001,
      home: '/home/alice',
      shell: '/bin/bash',
      groups: ['staff', 'sudo'],
    });
    assert.ok(facts.sysctls?.state === 'known');
    assert.is(facts.sysctls.value.get('user.max_user_namespaces'), '0');
    assert.is(facts.sysctls.value.get('net.ipv4.ping_group_range'), '0\t2147483647');
    assert.is(facts.sysctls.value.get('kernel.unprivileged_userns_clone'), null);
    assert.ok(facts.osRelease?.state === 'known');
    assert.is(facts.osRelease.value.prettyName, 'Debian GNU/Linux 12 (bookworm)');
    assert.is(facts.loginDefs?.state, 'known');
    assert.is(facts.mounts?.state, 'unreadable');
    assert.not.match(JSON.stringify(snapshot), 'secret');
  });

  it('decides what these facts decide, and leaves all else unknown', async () => {
    const report = judge(await snapshotOf(await tarGzOf(...FILES), 'alice'));
    const found = report.results.filter(({ status }) => status === 'fail');
    assert.ok(
      found.some(({ check }) => check === 'userns-limit'),
      JSON.stringify(found),
    );
    assert.is(report.verdict, 'not-ready');
    const bare = judge(await snapshotOf(await tarGzOf(...FILES)));
    assert.equal(decided(bare), ['inotify-limit', 'userns-limit']);
    assert.is(bare.user, null);
  });

  it('without a file has no fact of it: what is not there was not seen', async () => {
    for (const left of FILES.slice(1)) {
      const some = FILES.filter((one) => one !== left);
      const snapshot = await snapshotOf(await tarGzOf(...some), 'alice');
      for (const record of Object.values(snapshot.probes)) assert.is(record.status, 'done');
      if (left.name.endsWith('subuid')) assert.is(snapshot.probes['subuid'], undefined);
      if (left.name.endsWith('passwd')) assert.is(snapshot.probes['user'], undefined);
    }
  });

  it('does not say which ids there are when a directory has them', async () => {
    const directory = FILES.map((one) =>
      one.name.endsWith('nsswitch.conf') ? { ...one, content: 'subid: sss\n' } : one,
    );
    const snapshot = await snapshotOf(await tarGzOf(...directory), 'alice');
    assert.is(snapshot.probes['nsswitch'], undefined);
  });

  it('is read unpacked, too, and links in it lead nowhere', async () => {
    const link = {
      name: `${TOP}/etc/os-release`,
      type: 'symlink',
      linkname: '/etc/passwd',
    } as const;
    const snapshot = await snapshotOf(await tarOf([link, ...FILES]));
    assert.match(JSON.stringify(snapshot.probes['osRelease']), 'bookworm');
  });

  it('is read when xz packed it, or podready says what to do', async () => {
    const tar = await tarOf(FILES);
    if (spawnSync('xz', ['--version']).error === undefined) {
      const packed = execFileSync('xz', ['--compress', '--stdout'], { input: tar });
      assert.equal((await snapshotOf(packed)).probes, (await snapshotOf(tar)).probes);
      await refused(packed.subarray(0, packed.length / 2), 'xz ended with 1');
    }
    const magic = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2, 3]);
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      await refused(magic, 'there is no xz on the PATH');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is told from any other archive', async () => {
    await refused(await tarGzOf({ name: 'a/b', content: 'x' }), 'neither a bundle');
  });
});

async function refused(bytes: Buffer, message: string): Promise<void> {
  try {
    await snapshotOf(bytes);
  } catch (error) {
    assert.instance(error, UsageError, String(error));
    assert.match(String(error), message);
    return;
  }
  assert.unreachable('it was not refused');
}

const INFO = {
  host: {
    arch: 'amd64',
    conmon: {
      package: 'conmon',
      path: '/usr/bin/conmon',
      version: 'conmon version 2.1.12, commit: unknown',
    },
    distribution: { codename: 'trixie', distribution: 'debian', version: '13' },
    hostname: 'web1',
    idMappings: {},
    kernel: '6.12.0',
    networkBackend: 'netavark',
    networkBackendInfo: {
      backend: 'netavark',
      path: '/usr/lib/podman/netavark',
      version: 'netavark 1.14.0',
      dns: { path: '/usr/lib/podman/aardvark-dns', version: 'aardvark-dns 1.14.0' },
    },
    ociRuntime: {
      name: 'crun',
      path: '/usr/bin/crun',
      version: 'crun version 1.21\ncommit: 10269840aa07fb7e6b7e1acff6198692d8ff5c88',
    },
    pasta: { executable: '/usr/bin/pasta', version: 'pasta 0.0~git20250503\nCopyright Red Hat\n' },
  },
  store: { graphDriverName: 'overlay' },
  version: { APIVersion: '5.4.2', Version: '5.4.2' },
};

describe('podman info', (it) => {
  it('gives versions and the distribution, and decides what they decide', async () => {
    const snapshot = await snapshotOf(Buffer.from(JSON.stringify(INFO)));
    const report = judge(snapshot);
    assert.equal([report.host, report.machine?.podman], ['web1', '5.4.2']);
    const { versions } = readFacts(snapshot, ['versions']);
    assert.ok(versions?.state === 'known');
    assert.is(versions.value.crun?.version?.text, '1.21');
    assert.is(versions.value['aardvark-dns']?.path, '/usr/lib/podman/aardvark-dns');
    assert.is(report.verdict, 'unknown');
    assert.equal(decided(report), ['helper-versions', 'podman-version']);
  });

  it('says nothing of versions when it does not name every program', () => {
    const runc = { ...INFO.host, ociRuntime: { ...INFO.host.ociRuntime, name: 'runc' } };
    const { pasta: _pasta, ...old } = INFO.host;
    for (const host of [runc, old]) {
      assert.is(fromPodmanInfo({ ...INFO, host }, AT)?.probes['versions'], undefined);
    }
    const without = { ...INFO.host, pasta: { executable: '', version: '' } };
    const probe = fromPodmanInfo({ ...INFO, host: without }, AT)?.probes['versions'];
    assert.ok(probe?.status === 'done' && !probe.stdout.includes('pasta'));
  });

  it('is data: whatever it says, no line is added to another fact', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, two) => {
        const host = {
          ...INFO.host,
          distribution: { distribution: two, version: one },
        };
        const probes = fromPodmanInfo({ ...INFO, host }, AT)?.probes;
        const lines = Object.values(probes ?? {}).map((record) =>
          record.status === 'done' ? record.stdout.trimEnd().split('\n').length : 0,
        );
        assert.equal(lines.toSorted(), [3, 6]);
      }),
    );
  });
});
