import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { renderers } from '../../reports/index.ts';
import { writeBundle } from '../../src/bundle/bundle.ts';
import { allFacts, checkHost, unreachable } from '../../src/engine/check-host.ts';
import { checkFleet } from '../../src/engine/fleet.ts';
import { compare } from '../../src/engine/compare.ts';
import { select, type Selection } from '../../src/engine/select.ts';
import { facts } from '../../src/facts/index.ts';
import { sessionId } from '../../src/gather/script.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { HostReport } from '../../src/model/report.ts';
import {
  type ShellSession,
  type Transport,
  TransportError,
} from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { podready } from '../helpers/podready.ts';
import { recordedHosts } from '../helpers/recorded-hosts.ts';
import { report } from '../helpers/reports.ts';

/** It is in every secret below, and in nothing else. */
const CANARY = 'c4naryV4lue9';

/** What may stand in the files, environments and messages of a host. */
const SECRETS: readonly string[] = [
  `http_proxy=http://ada:${CANARY}@proxy:3128`,
  `|https_proxy = "https://${CANARY}@proxy:3128"`,
  `DB_PASSWORD=${CANARY}`,
  `|password = "${CANARY}"`,
  `"identitytoken": "${CANARY}", "auth": "${CANARY}=="`,
  `export API_KEY='${CANARY}'`,
  `AWS_SECRET_ACCESS_KEY: ${CANARY}`,
  `Environment=PLAIN=${CANARY}`,
  `|Environment="A=${CANARY}" B=${CANARY}`,
  `|env = ["A=${CANARY}"]`,
  `PodmanArgs=--registry-token ${CANARY}`,
  `Authorization: Bearer ${CANARY}`,
  `BOOT_IMAGE=/vmlinuz luks.passphrase=${CANARY} ro`,
  `alice:$y$j9T$${CANARY}$${CANARY}:19000::::::`,
  `ghp_${CANARY}${CANARY}`,
  `-----BEGIN OPENSSH PRIVATE KEY-----\n${CANARY}\n${CANARY}\n-----END OPENSSH PRIVATE KEY-----`,
];

const PLANTED = `\n${SECRETS.join('\n')}\n`;
const SELECTION: Selection = { ...select({ only: [], skip: [], deep: true }), facts: allFacts() };
const NO_NEEDS = { names: new Set<never>(), ports: [] };
const OPTIONS = { sudo: 'auto', user: '', hostSeconds: 20 } as const;

/** A host whose every probe prints what a healthy host prints, and every secret behind it. */
class CanaryHost implements Transport {
  readonly kind = 'ssh';
  readonly target = 'alice@web1';
  sessions = 0;

  start(script: string): Promise<ShellSession> {
    this.sessions += 1;
    const nonce = /N='?(?<nonce>[\da-f]{16})/u.exec(script)?.groups?.['nonce'] ?? '';
    const output = framesOf(nonce);
    async function* play(): AsyncGenerator<Buffer, void> {
      await Promise.resolve();
      yield Buffer.from(output);
    }
    return Promise.resolve({
      output: play(),
      ended: Promise.resolve({ exitCode: 0, signal: null, stderr: PLANTED }),
      write: () => undefined,
      end: () => undefined,
      abandon: () => undefined,
    });
  }

  observe(): Promise<{
    transport: 'ssh';
    streamlocal: { path: string; opened: boolean; error: string };
  }> {
    return Promise.resolve({
      transport: 'ssh',
      streamlocal: { path: '/run/dbus/system_bus_socket', opened: false, error: SECRETS.join(' ') },
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** The lines of our script, with the secrets before it, in every probe, and in what its shells complain of. */
function framesOf(nonce: string): string {
  const sessions = new Map<string, string>();
  const lines = [PLANTED, `${nonce} .main B sudo`];
  for (const fact of Object.values(facts) as Fact[]) {
    // As root refuses: its complaint becomes the reason.
    if (fact.as === 'client' || fact.as === 'root') continue;
    const id = sessionId(fact);
    const text = `${printedBy(fact.id)}${PLANTED}\n${nonce} ${fact.id} 0\n`;
    sessions.set(id, `${sessions.get(id) ?? ''}${text}`);
  }
  for (const [id, text] of sessions) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 150) {
      const hex = bytes
        .subarray(at, at + 150)
        .toString('hex')
        .replaceAll(/(?<=^(?:..)+)/gu, ' ');
      lines.push(`${nonce} ${id} H ${at / 150} ${hex.trim()}`);
    }
    lines.push(`${nonce} ${id} E n${bytes.length} c0`);
  }
  // A line of ours is shorter than 512 bytes.
  const complaint = SECRETS.slice(0, 5).join(' ');
  lines.push(`${nonce} .root S 1 sudo: ${complaint}`, `${nonce} .main Z`, '');
  return lines.join('\n');
}

function printedBy(id: string): string {
  const record = recordedHosts.get('healthy')?.probes[id];
  return record?.status === 'done' ? record.stdout : '';
}

function assertClean(text: string, where: string): void {
  const at = text.indexOf(CANARY);
  assert.is(at, -1, `${where}: …${text.slice(Math.max(0, at - 160), at + 40)}`);
}

const OPTIONS_OF_TEXT = { color: 3, width: 100, verbose: true } as const;

function assertNoneRenders(hosts: readonly HostReport[], where: string): void {
  for (const [format, renderer] of Object.entries(renderers)) {
    assertClean(renderer.render(report(...hosts), OPTIONS_OF_TEXT), `${where}, ${format}`);
  }
}

describe('secrets planted in every fact', (it) => {
  it('were planted: every probe printed them', () => {
    const text = framesOf('0123456789abcdef');
    assert.match(text, CANARY);
    const decoded = [...text.matchAll(/^\S+ \S+ H \d+ (.+)$/gmu)]
      .map(([, words = '']) => Buffer.from(words.replaceAll(' ', ''), 'hex').toString())
      .join('');
    const probes = (Object.values(facts) as Fact[]).filter(
      ({ as }) => as === 'user' || as === 'login',
    );
    assert.ok(decoded.split(`DB_PASSWORD=${CANARY}`).length - 1 >= probes.length);
  });

  it('are in no snapshot, fact, report of any format, bundle or comparison', async () => {
    const checked = await checkHost(new CanaryHost(), SELECTION, NO_NEEDS, OPTIONS);
    const { snapshot } = checked;
    const ids = Object.keys(snapshot.probes);
    assert.ok(ids.length > 60 && ids.every((id) => id in facts));
    for (const [id, record] of Object.entries(snapshot.probes)) {
      if (record.status === 'done') assert.match(record.stdout, '<redacted>', id);
      if (record.status === 'denied') assert.match(record.because, '<redacted>', id);
      assertClean(JSON.stringify(record), `the fact ${id}`);
    }
    assertClean(JSON.stringify(snapshot), 'the snapshot');
    assertNoneRenders([checked.report], 'the report');
    const { bytes, manifest } = await writeBundle([{ status: 'gathered', snapshot }], {
      version: '0.1.0',
      redaction: 'secrets',
    });
    assertClean(gunzipSync(bytes).toString('latin1'), 'the bundle');
    const [host] = manifest.hosts;
    assert.ok(host?.status === 'gathered' && Object.keys(host.secrets).length > 55);
    const side = { name: 'a', report: checked.report, facts: checked.facts };
    const healthy = { name: 'b', report: checked.report, facts: {} };
    assertClean(JSON.stringify(compare([side, healthy], checks)), 'the comparison');
  });

  it('are in no error: of a shell that is not ours, of a transport, of a defect', async () => {
    const noShell = new CanaryHost();
    noShell.start = () =>
      Promise.resolve({
        output: (async function* () {
          await Promise.resolve();
          yield Buffer.from(SECRETS.join(' '));
        })(),
        ended: Promise.resolve({ exitCode: 1, signal: null, stderr: PLANTED }),
        write: () => undefined,
        end: () => undefined,
        abandon: () => undefined,
      });
    const banner = `the server said: ${SECRETS.join(' ')}`;
    const failing = [
      () => Promise.resolve<Transport>(noShell),
      () => Promise.reject<Transport>(new TransportError('auth', banner, 'look at the banner')),
      () => Promise.reject<Transport>(new Error(banner)),
    ];
    const hosts = failing.map((connect, at) => ({ name: `web${at}`, isRemote: true, connect }));
    const reports = await checkFleet(hosts, {
      concurrency: 1,
      selection: SELECTION,
      needs: NO_NEEDS,
      gather: OPTIONS,
    });
    assert.equal(
      reports.map(({ error }) => error?.step),
      ['shell', 'auth', 'probe'],
    );
    assertNoneRenders(reports, 'errors');
    assertNoneRenders(
      [unreachable({ name: 'x', isRemote: true }, NO_NEEDS, new Error(banner))],
      'x',
    );
  });

  it('are in nothing that the command line prints or writes, with --debug either', async () => {
    const { snapshot } = await checkHost(new CanaryHost(), SELECTION, NO_NEEDS, OPTIONS);
    await inFolder(async (folder) => {
      const file = join(folder, 'facts.json');
      await writeFile(file, JSON.stringify(snapshot));
      const [saved, text] = [join(folder, 'r.json'), join(folder, 'r.txt')];
      for (const argv of [
        ['check', '--from-facts', file, '--verbose', '--debug', '-o', saved, '-o', text],
        ['plan', '--from-facts', file, '--debug'],
        ['diff', file, file, '--verbose', '--debug'],
      ]) {
        const { stdout, stderr } = await podready(argv);
        assert.ok(stdout.length > 20, stderr);
        assertClean(`${stdout}${stderr}`, argv.join(' '));
      }
      assertClean(await readFile(saved, 'utf8'), saved);
      assertClean(await readFile(text, 'utf8'), text);
    });
  });
});
