import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as assert from 'uvu/assert';
import {
  apply,
  evaluate,
  gather,
  LocalTransport,
  plan,
  render,
  type Report,
  type Transport,
  TransportError,
} from '../src/index.ts';
import { describe } from './helpers/describe.ts';
import { inFolder } from './helpers/folder.ts';
import { ended, type Run } from './helpers/podready.ts';
import { recordedHosts } from './helpers/recorded-hosts.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'docs/api.md');

/** What each example of the page prints, in order. */
const EXAMPLES: readonly RegExp[] = [
  /^(?:ready|not-ready|unknown)\n[^]*<testsuites[^]*<\/testsuites>\n/u,
  /^(?:auth|tcp) .+\n$/u,
  /^run api boot remote publish:8080\n$/u,
  /^0 0\n\d+ ready\n$/u,
  /^The kernel is 6\.[\w.+-]+\.\n$/u,
];

describe('docs/api.md', (it) => {
  for (const [at, expected] of EXAMPLES.entries()) {
    it(`example ${at + 1} does what it says`, async () => {
      const { code, stdout, stderr } = await runExample(at);
      assert.is(code, 0, stderr);
      assert.match(stdout, expected);
    });
  }

  it('has no other examples', async () => {
    assert.is((await examples()).length, EXAMPLES.length);
  });
});

async function examples(): Promise<readonly string[]> {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/^```ts\n([^]*?)^```$/gmu)].map(([, code = '']) => code);
}

async function runExample(at: number): Promise<Run> {
  const code = (await examples())[at] ?? '';
  const index = pathToFileURL(join(ROOT, 'src/index.ts')).href;
  let run: Run = { code: null, stdout: '', stderr: '' };
  await inFolder(async (folder) => {
    const file = join(folder, 'example.mts');
    await writeFile(file, code.replace("from 'podready'", `from '${index}'`));
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      cwd: ROOT,
      timeout: 25_000,
    });
    run = await ended(child);
  });
  return run;
}

describe('the library', (it) => {
  it('gathers, evaluates and renders as the command line does', async () => {
    await using transport = new LocalTransport();
    const snapshot = await gather(transport, { sudo: 'never' });
    const report = evaluate(snapshot);
    const { hosts } = JSON.parse(render([report], 'json')) as Report;
    assert.equal(hosts, [JSON.parse(JSON.stringify(report))]);
    assert.ok(report.results.length > 45);
  });

  it('plans what a host needs, and nothing for one that needs nothing', () => {
    const [healthy, broken] = [recordedHosts.get('healthy'), recordedHosts.get('linger-off')];
    assert.ok(healthy && broken);
    assert.equal(plan(healthy).fixes, []);
    assert.equal(
      plan(broken).fixes.map(({ id }) => id),
      ['linger'],
    );
    assert.equal(plan(broken, { only: ['short-names'] }).fixes.length, 0);
  });

  it('applies a plan: what cannot be reached is a step that failed', async () => {
    const broken = recordedHosts.get('linger-off');
    assert.ok(broken);
    const { fixes, stopped } = await apply(unreachable, plan(broken), { consent: 'safe' });
    assert.not.ok(stopped);
    assert.equal(
      fixes.map(({ fix, status, because }) => [fix, status, because]),
      [['linger', 'failed', 'connection refused']],
    );
  });
});

const unreachable: Transport = {
  kind: 'ssh',
  target: 'web1',
  sessions: 0,
  start: () => Promise.reject(new TransportError('tcp', 'connection refused', 'is sshd there?')),
  observe: () => Promise.resolve({ transport: 'ssh' }),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
