import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { type StepRecord, StepReader } from '../../src/engine/step-frames.ts';
import {
  composeStepScript,
  type HostLayout,
  type StepScriptOptions,
} from '../../src/engine/step-script.ts';
import type { Step } from '../../src/model/fix.ts';
import { quote } from '../../src/parse/shell.ts';

/** A host of one folder: files below `etc`, kernel keys, and commands that are stubs. */
export interface StepHost extends AsyncDisposable {
  readonly dir: string;
  readonly layout: HostLayout;
  /** Absolute path of a file of this host. */
  readonly path: (name: string) => string;
  write(name: string, text: string, mode?: number): Promise<void>;
  /** A program on every PATH; `script` is sh, `$D` the folder of the host. Calls go to `calls`. */
  stub(name: string, script: string): Promise<void>;
  run(step: Step, options?: RunOptions): Promise<StepRecord>;
}

/** `password` is what a person types when the script asks. */
export type RunOptions = Partial<StepScriptOptions> & { readonly password?: string };

/** What the journal calls a step of which a test does not care. */
export const PLACE = {
  run: '20260102T030405Z-abcdef',
  fix: 'some-fix',
  index: 0,
  at: '2026-01-02T03:04:05.000Z',
  last: false,
} as const;

export async function stepHost(): Promise<StepHost> {
  const dir = await mkdtemp(join(tmpdir(), 'podready-step-'));
  const path = (name: string): string => join(dir, name);
  await mkdir(path('etc'));
  await mkdir(path('bin'));
  await mkdir(path('volatile'));
  await mkdir(path('var/lib'), { recursive: true });
  const layout: HostLayout = {
    etc: path('etc'),
    rootPath: `${path('bin')}:/usr/sbin:/usr/bin:/sbin:/bin`,
    sysctls: path('sys'),
    modules: path('modules'),
    proc: path('proc'),
    state: path('var/lib'),
    run: path('run'),
    volatile: path('volatile'),
  };
  const host: StepHost = {
    dir,
    layout,
    path,
    async write(name, text, mode = 0o644) {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), text);
      await chmod(path(name), mode);
    },
    stub: (name, script) =>
      host.write(
        `bin/${name}`,
        `#!/bin/sh\nD=${quote(dir)}\nprintf '%s\\n' "${name} $*" >>"$D/calls"\n${script}\n`,
        0o755,
      ),
    run: (step, options = {}) => runStep(host, step, options),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
  // Whoever runs the tests: root steps go through this sudo, and everything belongs to one user.
  await host.stub('id', fakeId());
  await host.stub('sync', 'true');
  await host.stub('sudo', 'while [ "${1#-}" != "$1" ]; do shift; done; exec "$@"');
  return host;
}

function fakeId(): string {
  const { username } = userInfo();
  return `case $1 in -un) echo ${quote(username)} ;; *) echo 1000 ;; esac`;
}

async function runStep(
  { path, layout }: StepHost,
  step: Step,
  options: RunOptions,
): Promise<StepRecord> {
  const reader = new StepReader(randomBytes(8).toString('hex'));
  const shell = spawn('/bin/sh', ['-s'], {
    env: { PATH: `${path('bin')}:/usr/bin:/bin`, HOME: path('home'), LANG: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const { password, ...rest } = options;
  shell.stdin.write(
    composeStepScript(step, {
      nonce: reader.nonce,
      sudo: 'auto',
      user: '',
      place: PLACE,
      layout,
      ...rest,
    }),
  );
  if (password === undefined) shell.stdin.end();
  let answered = password === undefined;
  for await (const chunk of shell.stdout) {
    reader.push(chunk as Buffer);
    if (reader.asked && !answered) {
      answered = true;
      shell.stdin.end(`${password}\n`);
    }
  }
  return reader.record();
}
