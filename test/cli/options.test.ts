import * as assert from 'uvu/assert';
import { COMMANDS } from '../../src/cli/commands.ts';
import { flagsOf, optionsOf, withImpliedValues } from '../../src/cli/option-table.ts';
import type { OptionDefinition } from '../../src/cli/option-definition.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { createProgram } from '../../src/cli/program.ts';
import { topHelp } from '../../src/cli/top-help.ts';
import { describe } from '../helpers/describe.ts';

interface Parsed {
  readonly command: string;
  readonly hosts: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

async function parse(...argv: readonly string[]): Promise<Parsed> {
  let parsed: Parsed | undefined;
  const program = createProgram(
    (command, hosts, options) => {
      parsed = { command, hosts, options };
      return Promise.resolve();
    },
    { writeOut: () => undefined, writeErr: () => undefined, columns: 80 },
  );
  await program.parseAsync(withImpliedValues(argv), { from: 'user' });
  if (parsed === undefined) throw new Error('no command was run');
  return parsed;
}

/** What is said on stderr about a command line that is refused, and the code of commander. */
async function refusal(...argv: readonly string[]): Promise<string> {
  let said = '';
  const program = createProgram(() => Promise.resolve(), {
    writeOut: () => undefined,
    writeErr: (text) => (said += text),
    columns: 80,
  });
  try {
    await program.parseAsync(withImpliedValues(argv), { from: 'user' });
  } catch {
    return said;
  }
  throw new Error('it was not refused');
}

describe('command line', (it) => {
  it('takes hosts wherever they stand', async () => {
    const { command, hosts, options } = await parse('check', 'a', '--verbose', 'b', '--', 'c');
    assert.is(command, 'check');
    assert.equal(hosts, ['a', 'b', 'c']);
    assert.is(options['verbose'], true);
  });

  it('takes a host after --yes for a host', async () => {
    const bare = await parse('fix', '--yes', 'host1');
    assert.equal([bare.hosts, bare.options['yes']], [['host1'], 'safe']);
    const valued = await parse('fix', '--yes=disruptive', 'host1');
    assert.equal([valued.hosts, valued.options['yes']], [['host1'], 'disruptive']);
    const last = await parse('fix', 'host1', '--yes');
    assert.equal([last.hosts, last.options['yes']], [['host1'], 'safe']);
    const ended = await parse('check', '--', '--yes');
    assert.equal(ended.hosts, ['--yes']);
  });

  it('collects what is repeated', async () => {
    const { options } = await parse(
      'check',
      '--only',
      'a',
      '--only=b',
      '-o',
      'x.json',
      '-o',
      'y.xml',
    );
    assert.equal(options['only'], ['a', 'b']);
    assert.equal(options['output'], ['x.json', 'y.xml']);
  });

  it('refuses what it does not know, and names the nearest', async () => {
    assert.match(await refusal('chek'), 'Did you mean check?');
    assert.match(await refusal('fix', '--dryrun'), 'Did you mean --dry-run?');
    assert.match(await refusal('check', '--yes'), /unknown option '--yes/u);
    assert.match(await refusal('check', '--format', 'pdf'), 'junit, markdown, nagios');
    assert.match(await refusal('list', '--format', 'junit'), 'choices are text, json');
    assert.match(await refusal('fix', '--yes=all'), 'safe, disruptive');
    assert.match(await refusal('explain'), "missing required argument 'id'");
    assert.match(await refusal('list', 'host'), 'too many arguments');
    assert.match(await refusal(), 'Usage: podready');
  });

  it('has every option of every command once, with a line of help', () => {
    for (const { name } of COMMANDS) {
      const flags = optionsOf(name).map(flagsOf);
      assert.equal(flags, [...new Set(flags)]);
    }
    const all: readonly OptionDefinition[] = OPTIONS;
    assert.ok(all.every(({ description, commands }) => description !== '' && commands.length > 0));
    assert.ok(
      all.every(
        ({ byDefault, choices }) =>
          byDefault === undefined || choices === undefined || choices.includes(byDefault),
      ),
    );
  });

  it('names every command in its help, in 80 columns', () => {
    for (const { name, description } of COMMANDS)
      assert.match(topHelp(), `  ${name.padEnd('completion  '.length)}${description}`);
    assert.ok(
      topHelp()
        .split('\n')
        .every((line) => line.length <= 80),
    );
  });
});
