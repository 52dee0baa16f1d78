import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { renderers } from '../../reports/index.ts';
import { writeBundle } from '../../src/bundle/bundle.ts';
import { REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import { bundleText } from '../../src/cli/ui/bundle-text.ts';
import { allFacts, type Checked, checkHost, unreachable } from '../../src/engine/check-host.ts';
import { compare } from '../../src/engine/compare.ts';
import { checkFleet } from '../../src/engine/fleet.ts';
import { select, type Selection } from '../../src/engine/select.ts';
import { facts } from '../../src/facts/index.ts';
import { Pseudonyms } from '../../src/gather/pseudonyms.ts';
import type { Fact } from '../../src/model/fact.ts';
import type { HostReport } from '../../src/model/report.ts';
import { type Transport, TransportError } from '../../src/transport/transport.ts';
import { answersOf, CANARY, canaryHost, PROBES, sampleOf, SECRETS } from '../helpers/canaries.ts';
import { describe } from '../helpers/describe.ts';
import { fakeTransport, lookLines } from '../helpers/fake-host.ts';
import { inFolder } from '../helpers/folder.ts';
import { podreadyIn } from '../helpers/podready.ts';
import { report } from '../helpers/reports.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

const SELECTION: Selection = { ...select({ only: [], skip: [], deep: true }), facts: allFacts() };
const NO_NEEDS = { names: new Set<never>(), ports: [] };
const OPTIONS = { sudo: 'auto', user: '', hostSeconds: 20 } as const;
/** Every secret in every fact, and most of them in most of its words. */
const VARIANTS = Array.from({ length: 2 * SECRETS.length + 1 }, (_, at) => at);

async function looked(variant: number): Promise<Checked> {
  return await checkHost(fakeTransport(canaryHost(variant)), SELECTION, NO_NEEDS, OPTIONS);
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
  it('have a place in each: a new fact needs a sample in test/helpers/canaries.ts', () => {
    for (const { id, parse } of PROBES) {
      const sample = sampleOf(id);
      assert.ok(sample !== '', `there is no sample of what the probe of ${id} prints`);
      assert.is(parse({ stdout: sample, exitCode: 0 }).state, 'known', `the sample of ${id}`);
    }
    const seen = (Object.values(facts) as Fact[]).filter(({ as }) => as === 'client');
    assert.equal(
      seen.map(({ id }) => id),
      ['connection', 'noise', 'streamlocal'],
      'what the client saw is planted in canaryHost',
    );
  });

  it('are planted where they are read: each fact is known with one in it', () => {
    const known = new Set<string>();
    for (const variant of VARIANTS) {
      for (const [id, answer] of Object.entries(answersOf(variant))) {
        assert.ok(answer.stdout.includes(CANARY), `${id} in variant ${variant}`);
        const fact = PROBES.find((one) => one.id === id);
        const { state } = fact?.parse({ stdout: answer.stdout, exitCode: 0 }) ?? {};
        if (state === 'known') known.add(id);
      }
    }
    assert.equal(
      PROBES.filter(({ id }) => !known.has(id)).map(({ id }) => id),
      [],
    );
  });

  it('are in no snapshot, fact, report of any format, bundle or comparison', async () => {
    for (const variant of VARIANTS) {
      const { snapshot, report: seen, facts: states } = await looked(variant);
      const where = `variant ${variant}`;
      assert.is(Object.keys(snapshot.probes).length, PROBES.length);
      for (const [id, record] of Object.entries(snapshot.probes)) {
        const said = 'stdout' in record ? record.stdout : 'because' in record ? record.because : '';
        assertClean(JSON.stringify(record), `${where}: the fact ${id}`);
        assert.match(said, '<redacted>', `${where}: ${id}`);
      }
      assertClean(JSON.stringify(snapshot), `${where}: the snapshot`);
      assertNoneRenders([seen], where);
      const about = { version: '0.1.0', redaction: 'secrets' } as const;
      const { bytes, manifest } = await writeBundle([{ status: 'gathered', snapshot }], about);
      assertClean(gunzipSync(bytes).toString('latin1'), `${where}: the bundle`);
      assertClean(bundleText(manifest, { file: 'b', ...OPTIONS_OF_TEXT }), `${where}: its text`);
      const [host] = manifest.hosts;
      assert.ok(
        host?.status === 'gathered' && Object.keys(host.secrets).length > PROBES.length / 2,
      );
      const sides = [states, {}].map((one, at) => ({ name: `${at}`, report: seen, facts: one }));
      assertClean(JSON.stringify(compare(sides, checks)), `${where}: the comparison`);
    }
  });

  it('are in nothing that is shared, nor in the map of its names', async () => {
    for (const variant of VARIANTS.filter((one) => one % 8 === 0)) {
      const names = new Pseudonyms({ key: 'f'.repeat(32), pairs: [] });
      const gather = { ...OPTIONS, pseudonyms: names };
      const transport = fakeTransport(canaryHost(variant));
      const { snapshot, report: seen } = await checkHost(transport, SELECTION, NO_NEEDS, gather);
      assertClean(JSON.stringify(snapshot), 'the snapshot');
      assertClean(JSON.stringify(names.map()), 'the map');
      assertNoneRenders([seen], 'the report');
    }
  });

  it('are in no error: of a shell that is not ours, of a transport, of a defect', async () => {
    const said = SECRETS.join(' ');
    const noShell: Transport = {
      ...fakeTransport(canaryHost(0)),
      start: () =>
        Promise.resolve({
          output: (async function* () {
            await Promise.resolve();
            yield Buffer.from(said);
          })(),
          ended: Promise.resolve({ exitCode: 1, signal: null, stderr: SECRETS.join('\n') }),
          write: () => undefined,
          end: () => undefined,
          abandon: () => undefined,
        }),
    };
    const banner = `the server said: ${said}`;
    const failing = [
      () => Promise.resolve(noShell),
      () => Promise.reject<Transport>(new TransportError('auth', banner, 'look at the banner')),
      () => Promise.reject<Transport>(new Error(banner)),
    ];
    const hosts = failing.map((connect, at) => ({ name: `web${at}`, isRemote: true, connect }));
    const shared = { concurrency: 1, selection: SELECTION, needs: NO_NEEDS, gather: OPTIONS };
    const reports = await checkFleet(hosts, shared);
    assert.equal(
      reports.map(({ error }) => error?.step),
      ['shell', 'auth', 'probe'],
    );
    assertNoneRenders(reports, 'errors');
    const none = unreachable({ name: 'x', isRemote: true }, NO_NEEDS, new Error(banner));
    assertNoneRenders([none], 'x');
  });
});

describe('secrets of a host that is reached by SSH', (it) => {
  for (const variant of [0, 5]) {
    it(`are in nothing that a command prints or writes, with --debug either: variant ${variant}`, async () => {
      await using home = await makeHome();
      await using server = await startSshServer({
        authorized: [home.publicKey],
        banner: `${SECRETS.slice(0, 3).join(' ')}\n`,
        shell: (script) => {
          const nonce = /^N='?(?<nonce>[\da-f]+)/mu.exec(script)?.groups?.['nonce'] ?? '';
          return lookLines(nonce, canaryHost(variant))
            .map((line) => `${line}\n`)
            .join('');
        },
      });
      await home.trust(server);
      const keys = ['id_ed25519', 'known_hosts'].map((name) => join(home.path, '.ssh', name));
      const [identity = '', known = ''] = keys;
      const reach = ['-F', 'none', '--identity', identity, '--known-hosts', known, '--debug'];
      await inFolder(async (folder) => {
        const file = (name: string): string => join(folder, name);
        const here = async (...argv: readonly string[]): Promise<void> => {
          const { code, stdout, stderr } = await podreadyIn(folder, argv);
          const where = argv.join(' ');
          assert.ok([0, 1, 3].includes(code ?? -1), `${where}: ${code}\n${stderr}`);
          assert.ok(stdout.length > 20, `${where} printed nothing\n${stderr}`);
          assertClean(`${stdout}${stderr}`, where);
        };
        const overSsh = (...argv: readonly string[]): Promise<void> =>
          here(...argv, ...reach, `ada@127.0.0.1:${server.port}`);
        const outputs = REPORT_FORMATS.flatMap((format) => ['-o', `${format}:${file(format)}`]);
        const save = ['--save-facts', file('b.tar.gz')];
        await overSsh('check', '--verbose', '--deep', ...save, ...outputs);
        await overSsh('collect', '--verbose', '--redact', 'share', '-o', file('shared.tar.gz'));
        await overSsh('fix', '--dry-run');
        await overSsh('history');
        await here('bundle', 'show', 'b.tar.gz', '--verbose');
        await here('bundle', 'show', 'shared.tar.gz', '--format', 'json');
        await here('plan', '--from-facts', 'b.tar.gz', '--debug', '-o', 'plan:plan');
        await here('why', 'permission denied', '--from-facts', 'b.tar.gz', '--verbose');
        await here('diff', 'b.tar.gz', 'shared.tar.gz', '--verbose');
        await here('report', 'json', '--format', 'html', '-o', 'again.md');
        for (const name of await readdir(folder)) {
          const bytes = await readFile(file(name));
          const isPacked = name.endsWith('.tar.gz');
          assertClean((isPacked ? gunzipSync(bytes) : bytes).toString('latin1'), name);
        }
      });
    });
  }
});
