import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { FrameReader, type ProbeRecord } from '../../src/gather/frames.ts';
import { CONFIG_FILES, parseConfigFiles } from '../../src/parse/config-lines.ts';
import { composeScript, type ScriptOptions, type ScriptProbe } from '../../src/gather/script.ts';
import { quote } from '../../src/parse/shell.ts';
import { describe } from '../helpers/describe.ts';

/** Shells to try, separated by colons; `npm run test:shells` names all five. */
const SHELLS = (process.env['PODREADY_TEST_SHELLS'] ?? '/bin/sh').split(':');
const NONCE = '00112233445566778899aabbccddeeff'.slice(0, 16);

interface Run {
  readonly reader: FrameReader;
  readonly raw: string;
  readonly milliseconds: number;
  readonly record: (id: string) => ProbeRecord;
}

interface Setting {
  readonly options?: Partial<ScriptOptions>;
  readonly env?: NodeJS.ProcessEnv;
  /** What is written to stdin when the script asks. */
  readonly password?: string;
  /** Makes the script believe that the host lacks something. */
  readonly edit?: (script: string) => string;
  /** Kills the shell's client after so many milliseconds, as a lost connection does. */
  readonly hangUpAfter?: number;
}

async function run(
  shell: string,
  probes: readonly ScriptProbe[],
  { options = {}, env = process.env, password, edit, hangUpAfter }: Setting = {},
): Promise<Run> {
  const script = composeScript(probes, {
    nonce: NONCE,
    sudo: 'never',
    user: '',
    probeSeconds: 10,
    deepSeconds: 20,
    probeBytes: 20_000,
    shell,
    ...options,
  });
  const begun = performance.now();
  const [file = '', ...args] = shell.split(' ');
  const child = spawn(file, [...args, '-s'], { stdio: ['pipe', 'pipe', 'ignore'], env });
  const reader = new FrameReader(NONCE);
  let raw = '';
  child.stdin.on('error', () => undefined);
  child.stdin.write(edit?.(script) ?? script);
  if (password === undefined) child.stdin.end();
  if (hangUpAfter !== undefined) setTimeout(() => child.stdout.destroy(), hangUpAfter);
  await new Promise<void>((resolve) => {
    let answered = false;
    child.stdout.on('data', (chunk: Buffer) => {
      raw += chunk.toString('latin1');
      reader.push(chunk);
      if (reader.asked && !answered) {
        answered = true;
        child.stdin.end(`${password ?? ''}\n`);
      }
      if (reader.ended) resolve();
    });
    child.on('close', () => resolve());
  });
  child.stdout.destroy();
  return {
    reader,
    raw,
    milliseconds: performance.now() - begun,
    record: (id) => {
      const probe = probes.find((one) => one.id === id);
      return reader.record(probe ?? { id, as: 'user' });
    },
  };
}

const user = (id: string, text: string, shares?: 'system' | 'home'): ScriptProbe => ({
  id,
  as: 'user',
  shares,
  text,
});

/** What a configuration may hold of secrets, in each way of writing it. */
const CONFIG = `# env = ["A=secret"]
[containers]
  env = ["A=secret", 'B=secret'] # secret is only what is quoted
log_size_max = "1"

"env" = [
  # a comment
  "C=secret",
  'D=secret',
]
pids_limit = 5
engine.env=["E=secret"]
\ttz = "local"
environment = "kept"
`;
const CONFIG_SAID = `
[containers]
env = ["?", '?'] # secret is only what is quoted
log_size_max = "1"

"?" = [

"?",
'?',
]
pids_limit = 5
engine.env=["?"]
tz = "local"
environment = "kept"`;

function stdoutOf(record: ProbeRecord): string {
  assert.is(record.status, 'done');
  return record.status === 'done' ? record.stdout : '';
}

for (const shell of SHELLS) {
  describe(`composeScript on ${shell}`, (it) => {
    it('brings back output, exit codes and probes that share a session', async () => {
      const { record, reader } = await run(shell, [
        user('two', 'echo one; echo two; exit 3'),
        user('shared', 'show /etc/passwd', 'system'),
        user('absent', 'show /etc/podready-is-not-here', 'system'),
        user('empty', ':', 'home'),
        user('bytes', String.raw`printf "a\000b\377"`),
        user('controls', String.raw`printf '\001a\002b\n\n\001\002'`),
        user('long', `printf '%01500d\\n' 7; printf '%0900d' 8`),
        user('backslash', String.raw`home='/home/CORP\name'; echo "$home" '\c'; echo`),
        { id: 'path', as: 'login', text: 'echo "$PR_PATH"' },
      ]);
      assert.equal(record('two'), {
        status: 'done',
        exitCode: 3,
        stdout: 'one\ntwo\n',
        cut: false,
      });
      assert.match(stdoutOf(record('shared')), /^root:/mu);
      const absent = record('absent');
      assert.is(absent.status === 'done' && absent.exitCode, 66);
      assert.is(stdoutOf(record('empty')), '');
      assert.is(stdoutOf(record('bytes')), 'a\u0000b\uFFFD');
      assert.is(stdoutOf(record('controls')), '\u0001a\u0002b\n\n\u0001\u0002');
      assert.is(stdoutOf(record('long')), `${'7'.padStart(1500, '0')}\n${'8'.padStart(900, '0')}`);
      assert.is(stdoutOf(record('backslash')), '/home/CORP\\name \\c\n\n');
      assert.is(stdoutOf(record('path')).trim(), process.env['PATH']);
      assert.is(reader.ended, true);
    });

    it('ends a probe that hangs, and its child, at the limit; the others are there', async () => {
      const marker = '9471.25';
      const { record, milliseconds } = await run(
        shell,
        [user('hang', `sleep ${marker} & sleep ${marker}`), user('fine', 'echo fine')],
        { options: { probeSeconds: 5 } },
      );
      assert.equal(record('hang'), { status: 'timeout' });
      assert.is(stdoutOf(record('fine')), 'fine\n');
      assert.ok(milliseconds > 4_500 && milliseconds < 9_000, `${milliseconds} ms`);
      assert.equal(await running(marker), []);
    });

    it('leaves nothing running 5 s after the deadline when the connection is gone', async () => {
      const marker = '9471.75';
      await run(shell, [user('hang', `trap "" HUP PIPE TERM; sleep ${marker} & sleep ${marker}`)], {
        options: { probeSeconds: 5 },
        hangUpAfter: 300,
      });
      await new Promise((resolve) => setTimeout(resolve, 9_500));
      assert.equal(await running(marker), []);
    });

    it('cuts a flood at its cap, in lines shorter than 512 bytes', async () => {
      const { record, raw } = await run(shell, [
        user('flood', 'while :; do echo "0123456789 0123456789 0123456789"; done'),
      ]);
      const flood = record('flood');
      assert.is(flood.status === 'done' && flood.cut, true);
      assert.ok(stdoutOf(flood).length <= 20_000);
      assert.ok(raw.split('\n').every((line) => line.length < 512));
    });

    it('does not keep a line that has no end', async () => {
      const { record } = await run(
        shell,
        [user('flood', "tr '\\000' x </dev/zero"), user('fine', 'echo fine')],
        { options: { probeSeconds: 6 } },
      );
      assert.equal(record('flood'), { status: 'timeout' });
      assert.is(stdoutOf(record('fine')), 'fine\n');
    });

    it('works on a host without setsid, base64, awk, timeout and mktemp', async () => {
      const { record } = await run(shell, [user('hello', 'echo hello; printf "\\377"')], {
        edit: (script) => script.replaceAll(/setsid|base64|awk/gu, 'podready-has-no-such-tool'),
      });
      assert.is(stdoutOf(record('hello')), 'hello\n\uFFFD');
    });

    it('reads files by the awk that frames, as cat and an awk of their own do', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'podready-files-'));
      try {
        const [one, two, empty] = ['one', "two ' \\c", 'empty'].map((name) => join(dir, name));
        await writeFile(one ?? '', 'a\u0001b\u0002\n\n  |#= c\n');
        await writeFile(two ?? '', `d\u0000\n${NONCE} e`);
        await writeFile(empty ?? '', '');
        const names = [one, two, empty, join(dir, 'absent')].map((name) => quote(name ?? ''));
        const probes = [
          user('shown', `show ${quote(one ?? '')}`),
          user('absent', `show ${quote(join(dir, 'absent'))}`),
          user('records', `show_all ${names.join(' ')}; echo end`, 'system'),
          user('after', 'echo after', 'system'),
        ];
        const [fast, slow] = await Promise.all([
          run(shell, probes),
          run(shell, probes, { edit: (text) => text.replaceAll('&& B=awk', '') }),
        ]);
        for (const { id } of probes) assert.equal(fast.record(id), slow.record(id), id);
        assert.match(stdoutOf(fast.record('records')), `#= ${two}\n|d\u0000\n|${NONCE} e\nend\n`);
        assert.is(stdoutOf(fast.record('shown')), 'a\u0001b\u0002\n\n  |#= c\n');
      } finally {
        await rm(dir, { recursive: true });
      }
    });

    it('searches files, and reads configurations, by the awk that frames as by grep and sed', async () => {
      const dir = await mkdtemp(join(tmpdir(), 'podready-files-'));
      try {
        const [plain, config] = [join(dir, 'a b'), join(dir, 'containers.conf')];
        const fifo = join(dir, 'fifo');
        execFileSync('mkfifo', [fifo]);
        await writeFile(plain, 'one\n  two 100% \\n &\nthr\u0000ee\nfour\ntwo');
        await writeFile(config, CONFIG);
        const probes = [
          user(
            'lines',
            `hits %f:%n:%t '^[[:space:]]*two' ${quote(plain)} ${quote(dir)} /podready-is-not-here`,
          ),
          user('texts', `hits 'line=%t.' 'two( |$)|(f|g)our' ${quote(plain)}; echo end`, 'system'),
          user('marks', `hits found '^o(n|x)e$' ${quote(plain)}`, 'system'),
          user('none', `hits %t nothing ${quote(plain)}; hits %t one`, 'system'),
          // Reading it would wait for a writer for ever.
          user('fifo', `e=own; hits %t two ${quote(fifo)} ${quote(plain)}; echo "$e"`, 'system'),
          user('config', `${CONFIG_FILES}config_files ${quote(config)}`),
        ];
        const [fast, slow] = await Promise.all([
          run(shell, probes),
          run(shell, probes, { edit: (text) => text.replaceAll('&& B=awk', '') }),
        ]);
        for (const { id } of probes) assert.equal(fast.record(id), slow.record(id), id);
        const said = (id: string): string => stdoutOf(fast.record(id));
        assert.is(said('lines'), `${plain}:2:  two 100% \\n &\n${plain}:5:two\n`);
        assert.is(said('texts'), 'line=  two 100% \\n &.\nline=four.\nline=two.\nend\n');
        assert.equal([said('marks'), said('none')], ['found\n', '']);
        assert.is(stdoutOf(slow.record('fifo')), '  two 100% \\n &\ntwo\nown\n');
        assert.is(parseConfigFiles(said('config'))[0]?.text, CONFIG_SAID);
      } finally {
        await rm(dir, { recursive: true });
      }
    });

    it('waits for nothing that may hang for a reason of its own', async () => {
      const probes = [
        { ...user('stuck', 'echo begun; sleep 9471.6', 'system'), last: true as const },
        user('after', 'echo after', 'system'),
      ];
      const { record } = await run(shell, probes, { options: { probeSeconds: 5 } });
      assert.is(stdoutOf(record('after')), 'after\n');
      assert.equal(record('stuck'), { status: 'timeout' });
      assert.equal(await running('9471.6'), []);
    });

    it('begins what is deep when all others have ended, and gives it a time of its own', async () => {
      const clock = 'date +%s%N';
      const { record } = await run(
        shell,
        [
          { id: 'deep', as: 'user', deep: true, text: `${clock}; echo "$LIMIT"` },
          { id: 'stuck', as: 'user', deep: true, text: 'sleep 9471.5' },
          user('slow', `sleep 1; ${clock}`),
          user('hang', 'sleep 9471.5'),
        ],
        { options: { probeSeconds: 5, deepSeconds: 6 } },
      );
      const [began = '', limit] = stdoutOf(record('deep')).split('\n');
      assert.ok(BigInt(began) > BigInt(stdoutOf(record('slow'))) + 3_000_000_000n);
      assert.is(limit, '6');
      assert.equal(record('hang'), { status: 'timeout' });
      assert.equal(record('stuck'), { status: 'timeout' });
      assert.equal(await running('9471.5'), []);
    });

    if (process.getuid?.() === 0) {
      it('begins what is deep as the target user, after root has looked', async () => {
        const { record } = await run(
          shell,
          [
            { id: 'deep', as: 'user', deep: true, text: 'id -un; date +%s%N' },
            { id: 'root', as: 'root', text: 'sleep 1; date +%s%N' },
            user('plain', 'id -un'),
          ],
          { options: { user: 'nobody', probeSeconds: 8 } },
        );
        const [who, began = ''] = stdoutOf(record('deep')).split('\n');
        assert.equal([who, stdoutOf(record('plain'))], ['nobody', 'nobody\n']);
        assert.ok(BigInt(began) > BigInt(stdoutOf(record('root'))));
      });
    }

    it('says that the target user does not exist', async () => {
      const { record } = await run(shell, [user('a', 'echo a')], {
        options: { user: 'podready-nobody' },
      });
      const a = record('a');
      assert.is(a.status, 'denied');
      assert.match(a.status === 'denied' ? a.because : '', 'no user of that name');
    });
  });
}

describe('the root section', (it) => {
  const root: ScriptProbe = { id: 'root', as: 'root', text: 'echo "$PATH"; echo ran' };

  it('never executes a password that sudo did not read', async () => {
    await withSudo('shift; [ "$1" = -p ] && shift 2; exec "$@"', async (env, dir) => {
      const password = `touch ${dir}/executed`;
      const { record, raw } = await run('/bin/sh', [root], {
        options: { sudo: 'ask' },
        env,
        password,
      });
      assert.match(stdoutOf(record('root')), /^ran$/mu);
      assert.equal(
        (await readdir(dir)).filter((name) => name === 'executed'),
        [],
      );
      assert.not.match(raw, 'executed');
    });
  });

  it('gives the password to sudo on stdin, not in its arguments or environment', async () => {
    const sudo = `
      shift; [ "$1" = -p ] && shift 2
      IFS= read -r given
      case "$*$(env)" in *hunter2*) exit 9 ;; esac
      [ "$given" = hunter2 ] || { echo "sudo: wrong" >&2; exit 1; }
      exec "$@"`;
    await withSudo(sudo, async (env) => {
      const asked = { options: { sudo: 'ask' }, env } as const;
      const right = await run('/bin/sh', [root], { ...asked, password: 'hunter2' });
      assert.match(stdoutOf(right.record('root')), /^ran$/mu);
      const wrong = await run('/bin/sh', [root], { ...asked, password: 'hunter3' });
      assert.equal(wrong.record('root'), {
        status: 'denied',
        because: 'sudo refused: sudo: wrong',
      });
    });
  });

  it('sets its own PATH', async () => {
    await withSudo('shift; exec "$@"', async (env, dir) => {
      const { record } = await run('/bin/sh', [root], { options: { sudo: 'auto' }, env });
      assert.not.match(stdoutOf(record('root')), dir);
    });
  });

  it('is denied when sudo refuses, and when nobody may escalate', async () => {
    await withSudo('echo "sudo: a password is required" >&2; exit 1', async (env) => {
      const refused = await run('/bin/sh', [root], { options: { sudo: 'auto' }, env });
      assert.equal(refused.record('root'), {
        status: 'denied',
        because: 'sudo refused: sudo: a password is required',
      });
      const never = await run('/bin/sh', [root], { options: { sudo: 'never' }, env });
      assert.equal(never.record('root'), { status: 'denied', because: 'this needs root' });
    });
  });
});

describe('the text of the script', (it) => {
  const text = composeScript([user('a', "echo 'it'"), user('b', 'echo b', 'system')], {
    nonce: NONCE,
    sudo: 'auto',
    user: "o'brien; reboot",
    probeSeconds: 20,
    deepSeconds: 20,
    probeBytes: 1000,
  });

  it('has no here-document, no /dev/std*, no temporary file, no job control', () => {
    for (const pattern of [
      /<</u,
      /\/dev\/std/u,
      /\/dev\/fd/u,
      /mktemp|\/tmp\//u,
      /\btimeout\b/u,
      /set -m/u,
    ]) {
      assert.not.match(text, pattern);
    }
  });

  it('has no second group, nor its time, when nothing is deep', () => {
    const other = {
      nonce: NONCE,
      sudo: 'auto',
      user: '',
      probeSeconds: 20,
      probeBytes: 1,
    } as const;
    const texts = [20, 4711].map((deepSeconds) =>
      composeScript([user('a', 'echo')], { ...other, deepSeconds }),
    );
    assert.is(texts[0], texts[1]);
  });

  it('quotes the name of the user', () => {
    assert.ok(text.includes(String.raw`PR_USER='o'\''brien; reboot'`));
  });
});

/** Runs `body` with a `sudo` of our own first on the PATH, as a user who is not root. */
async function withSudo(
  script: string,
  body: (env: NodeJS.ProcessEnv, dir: string) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'podready-sudo-'));
  try {
    await writeFile(join(dir, 'sudo'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    // The tests may run as root; the script must believe that it does not.
    const id = 'echo "uid=4242(nobody-here) gid=4242(nobody-here) groups=4242(nobody-here)"';
    await writeFile(join(dir, 'id'), `#!/bin/sh\n${id}\n`, { mode: 0o755 });
    await body({ ...process.env, PATH: `${dir}:${process.env['PATH'] ?? ''}` }, dir);
  } finally {
    await rm(dir, { recursive: true });
  }
}

/** Command lines of sleep(1) that still run after a while: who is killed goes when the kernel comes to it. */
async function running(text: string): Promise<string[]> {
  for (let tries = 0; tries < 30; tries++) {
    if ((await sleeping(text)).length === 0) return [];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return await sleeping(text);
}

async function sleeping(text: string): Promise<string[]> {
  const { readFile } = await import('node:fs/promises');
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(
    pids.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')),
  );
  return lines.filter((line) => line.startsWith('sleep') && line.includes(text));
}
