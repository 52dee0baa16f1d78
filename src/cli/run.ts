import { UsageError } from '../model/usage-error.ts';
import type { CommandFunction } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Interruption } from './interruption.ts';
import type { CommandName } from './option-definition.ts';
import type { Terminal } from './ui/terminal.ts';

/** Runs one command line, and gives the code to end with. Never rejects. */
export async function run(
  argv: readonly string[],
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExitCode> {
  try {
    return (await runFast(argv, terminal)) ?? (await runCommand(argv, terminal, interruption));
  } catch (error) {
    return await report(error, argv, terminal);
  }
}

/** What scripts and people ask most does not wait for the parser of the command line. */
async function runFast(argv: readonly string[], terminal: Terminal): Promise<ExitCode | undefined> {
  if (argv.length > 1) return undefined;
  switch (argv[0]) {
    case '--help':
    case '-h': {
      const { topHelp } = await import('./top-help.ts');
      await terminal.writeOut(topHelp());
      return EXIT.ready;
    }
    case '--version':
    case '-V': {
      const { version } = await import('./version.ts');
      await terminal.writeOut(`${version()}\n`);
      return EXIT.ready;
    }
    default:
      return undefined;
  }
}

async function runCommand(
  argv: readonly string[],
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExitCode> {
  const [{ CommanderError }, { createProgram }, { withImpliedValues }] = await Promise.all([
    import('commander'),
    import('./program.ts'),
    import('./option-table.ts'),
  ]);
  let code: ExitCode = EXIT.ready;
  let printed = '';
  const program = createProgram(
    async (name, argumentsGiven, options) => {
      const [{ readSettings }, command] = await Promise.all([
        import('./settings.ts'),
        loadCommand(name),
      ]);
      const settings = readSettings(options, name);
      code = await command(argumentsGiven, { settings, terminal, interruption });
    },
    {
      writeOut: (text) => (printed += text),
      writeErr: terminal.writeErr,
      columns: terminal.columns,
    },
  );
  try {
    await program.parseAsync(withImpliedValues(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has written the message. Help that was asked for is no error.
    code = error.exitCode === 0 ? EXIT.ready : EXIT.usage;
  }
  if (printed !== '') await terminal.writeOut(printed);
  return code;
}

/** A command costs its imports only when it is run. */
async function loadCommand(name: CommandName): Promise<CommandFunction> {
  switch (name) {
    case 'check':
      return (await import('./commands/check.ts')).check;
    case 'fix':
      return (await import('./commands/fix.ts')).fix;
    case 'plan':
      return (await import('./commands/plan.ts')).plan;
    case 'bootstrap':
      return (await import('./commands/bootstrap.ts')).bootstrap;
    case 'undo':
      return (await import('./commands/undo.ts')).undo;
    case 'history':
      return (await import('./commands/history.ts')).history;
    case 'why':
      return (await import('./commands/why.ts')).why;
    case 'list':
      return (await import('./commands/list.ts')).list;
    case 'explain':
      return (await import('./commands/explain.ts')).explain;
    case 'connect':
      return (await import('./commands/connect.ts')).connect;
  }
}

async function report(
  error: unknown,
  argv: readonly string[],
  { writeErr }: Terminal,
): Promise<ExitCode> {
  if (error instanceof UsageError) {
    const stack = argv.includes('--debug') ? `${error.stack ?? ''}\n` : '';
    writeErr(`error: ${error.message}\n${stack}`);
    return EXIT.usage;
  }
  const { describeDefect } = await import('./defect.ts');
  writeErr(describeDefect(error));
  return EXIT.defect;
}
