import { UsageError } from '../model/usage-error.ts';
import type { CommandFunction } from './context.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Interruption } from './interruption.ts';
import type { CommandName } from './options.ts';
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
    import('./options.ts'),
  ]);
  let code: ExitCode = EXIT.ready;
  let printed = '';
  const program = createProgram(
    async (command, argumentsGiven, options, stated) => {
      const [{ readSettings }, { configure }, runIt] = await Promise.all([
        import('./settings.ts'),
        import('./config.ts'),
        COMMANDS[command](),
      ]);
      const configured = await configure({ command, argumentsGiven, options, stated });
      const settings = readSettings(configured.options, command, configured.rules);
      if (options['printConfig'] === true) {
        const { printConfig } = await import('./print-config.ts');
        code = await printConfig(configured, settings, terminal);
        return;
      }
      code = await runIt(configured.argumentsGiven, { settings, terminal, interruption });
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
    code = error.exitCode === 0 ? EXIT.ready : failureCode(argv, EXIT.usage);
  }
  if (printed !== '') await terminal.writeOut(printed);
  return code;
}

/** A command costs its imports only when it is run. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<CommandFunction>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  fix: async () => (await import('./commands/fix.ts')).fix,
  plan: async () => (await import('./commands/plan.ts')).plan,
  undo: async () => (await import('./commands/undo.ts')).undo,
  history: async () => (await import('./commands/history.ts')).history,
  report: async () => (await import('./commands/report.ts')).report,
  why: async () => (await import('./commands/why.ts')).why,
  collect: async () => (await import('./commands/collect.ts')).collect,
  bundle: async () => (await import('./commands/bundle.ts')).bundle,
  diff: async () => (await import('./commands/diff.ts')).diff,
  unredact: async () => (await import('./commands/unredact.ts')).unredact,
  list: async () => (await import('./commands/list.ts')).list,
  explain: async () => (await import('./commands/explain.ts')).explain,
  completion: async () => (await import('./commands/completion.ts')).completion,
  connect: async () => (await import('./commands/connect.ts')).connect,
};

async function report(
  error: unknown,
  argv: readonly string[],
  { writeErr }: Terminal,
): Promise<ExitCode> {
  if (error instanceof UsageError) {
    const stack = argv.includes('--debug') ? `${error.stack ?? ''}\n` : '';
    writeErr(`error: ${error.message}\n${stack}`);
    return failureCode(argv, EXIT.usage);
  }
  const { describeDefect } = await import('./defect.ts');
  writeErr(describeDefect(error));
  return failureCode(argv, EXIT.defect);
}

/**
 * For Nagios, 2 is CRITICAL: a plugin that was called wrongly, or is broken, ends as UNKNOWN. The command line
 * may be what is wrong, so that it is read as it is.
 */
function failureCode(argv: readonly string[], code: ExitCode): ExitCode {
  const isPlugin = argv.some(
    (argument, at) =>
      argument === '--exit=nagios' || (argument === '--exit' && argv[at + 1] === 'nagios'),
  );
  return isPlugin ? EXIT.couldNotLook : code;
}
