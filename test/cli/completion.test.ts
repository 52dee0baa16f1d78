import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import { COMMANDS } from '../../src/cli/commands.ts';
import { bashCompletion } from '../../src/cli/completion/bash.ts';
import { fishCompletion } from '../../src/cli/completion/fish.ts';
import { completedCommands } from '../../src/cli/completion/model.ts';
import { zshCompletion } from '../../src/cli/completion/zsh.ts';
import { optionsOf } from '../../src/cli/option-table.ts';
import { REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import { describe } from '../helpers/describe.ts';

const run = promisify(execFile);

/** Not every machine has every shell; bash is asked for where there is one, and so on. */
async function has(shell: string): Promise<boolean> {
  try {
    await run(shell, ['-c', 'exit 0']);
    return true;
  } catch {
    return false;
  }
}

async function withScript<Value>(
  text: string,
  body: (file: string) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-test-'));
  try {
    await writeFile(join(folder, '_podready'), text);
    return await body(join(folder, '_podready'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

const commands = completedCommands();

describe('completion', (it) => {
  it('has every command and every option', () => {
    assert.equal(
      commands.map(({ name }) => name),
      COMMANDS.map(({ name }) => name),
    );
    for (const [at, { name }] of COMMANDS.entries()) {
      assert.equal(
        commands[at]?.options.map((option) => option.name),
        [...optionsOf(name).map((option) => option.name), 'help'],
      );
    }
  });

  it('knows what a value may be', () => {
    const check = commands.find(({ name }) => name === 'check');
    const values = (name: string): unknown =>
      check?.options.find((option) => option.name === name)?.value?.values;
    assert.equal(values('format'), REPORT_FORMATS);
    assert.is(values('output'), 'files');
    assert.is(values('save-facts'), 'files');
    assert.is(values('user'), 'users');
    assert.is(values('verbose'), undefined);
    assert.ok((values('only') as readonly string[]).includes('subuid-range'));
    assert.not.ok((values('need') as readonly string[]).includes('upgrade'));
  });
});

/** Command lines up to the cursor, and what is offered there. */
const OFFERED: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['che'], ['check']],
  [['check', '--fo'], ['--format']],
  [
    ['check', '--format', 'j'],
    ['json', 'junit'],
  ],
  [
    ['history', '--format', ''],
    ['text', 'json'],
  ],
  [['explain', 'subuid-r'], ['subuid-range']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
];

if (await has('bash')) {
  describe('completion for bash', (it) => {
    for (const [words, offered] of [
      ...OFFERED,
      // As readline breaks them.
      [['check', '--format', '=', 'js'], ['json']],
      [
        ['fix', '--yes', '='],
        ['safe', 'disruptive'],
      ],
    ] as const) {
      it(`podready ${words.join(' ')}`, async () => {
        const script = `. "$1"; shift; COMP_WORDS=(podready "$@"); COMP_CWORD=$#; _podready
          printf '%s\\n' "\${COMPREPLY[@]}"`;
        const { stdout, stderr } = await withScript(bashCompletion(commands), (file) =>
          run('bash', ['--norc', '-c', script, 'bash', file, ...words]),
        );
        assert.is(stderr, '');
        assert.equal(stdout.trim().split('\n').toSorted(), offered.toSorted());
      });
    }
  });
}

if (await has('fish')) {
  describe('completion for fish', (it) => {
    for (const [words, offered] of [
      ...OFFERED,
      [
        ['fix', '--yes='],
        ['--yes=safe', '--yes=disruptive'],
      ],
    ] as const) {
      it(`podready ${words.join(' ')}`, async () => {
        const { stdout, stderr } = await withScript(fishCompletion(commands), (file) =>
          run('fish', [
            '--no-config',
            '-c',
            'source $argv[1]; complete -C "$argv[2]"',
            file,
            `podready ${words.join(' ')}`,
          ]),
        );
        assert.is(stderr, '');
        const words_ = stdout
          .trim()
          .split('\n')
          .map((line) => line.split('\t')[0] ?? '');
        assert.equal(words_.toSorted(), offered.toSorted());
      });
    }
  });
}

/** Types into a shell on a terminal of its own: zsh completes nowhere else. */
const TYPE_INTO_ZSH = `
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($1:h \$fpath); autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word; print READY=\$((1+1))"
zpty -r -m shell out '*READY=2*'
zpty -n -w shell $2$'\t'
zpty -r -m shell out $3 && print completed
zpty -d shell
`;

if (await has('zsh')) {
  describe('completion for zsh', (it) => {
    for (const [typed, seen] of [
      ['podready che', '*podready check *'],
      ['podready check --fo', '*--format=*'],
      ['podready check --format j', '*json*junit*'],
      ['podready explain subuid-r', '*subuid-range *'],
      ['podready completion ', '*bash*fish*zsh*'],
      ['podready fix --yes=s', '*--yes=safe *'],
    ] as const) {
      it(typed, async () => {
        const { stdout } = await withScript(zshCompletion(commands), (file) =>
          run('zsh', ['-f', '-c', TYPE_INTO_ZSH, 'zsh', file, typed, seen], {
            env: { ...process.env, TERM: 'dumb' },
            timeout: 20_000,
            killSignal: 'SIGKILL',
          }),
        );
        assert.is(stdout.trim(), 'completed');
      });
    }
  });
}
