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
  let complaint = '';
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
      writeErr: (text) => {
        complaint += text;
        terminal.writeErr(text);
      },
      columns: terminal.columns,
    },
  );
  try {
    await program.parseAsync(withImpliedValues(argv), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Commander has written the message. Help that was asked for is no error.
    code = error.exitCode === 0 ? EXIT.ready : await failed(argv, EXIT.usage, complaint, terminal);
  }
  if (printed !== '') await terminal.writeOut(printed);
  return code;
}

/** A command costs its imports only when it is run. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<CommandFunction>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  fix: async () => (await import('./commands/fix.ts')).fix,
  plan: async () => (await import('./commands/plan.ts')).plan,
  bootstrap: async () => (await import('./commands/bootstrap.ts')).bootstrap,
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
  terminal: Terminal,
): Promise<ExitCode> {
  if (error instanceof UsageError) {
    const stack = argv.includes('--debug') ? `${error.stack ?? ''}\n` : '';
    terminal.writeErr(`error: ${error.message}\n${stack}`);
    return await failed(argv, EXIT.usage, error.message, terminal);
  }
  const { describeDefect } = await import('./defect.ts');
  const defect = describeDefect(error);
  terminal.writeErr(defect);
  return await failed(argv, EXIT.defect, defect, terminal);
}

/**
 * For Nagios, 2 is CRITICAL: a plugin that was called wrongly, or is broken, ends as UNKNOWN, and says why on stdout, for
 * stderr is not shown. The command line may be what is wrong, so that it is read as it is.
 */
async function failed(
  argv: readonly string[],
  code: ExitCode,
  why: string,
  { writeOut }: Terminal,
): Promise<ExitCode> {
  const isAsked = (option: string): boolean =>
    argv.some(
      (one, at) => one === `${option}=nagios` || (one === option && argv[at + 1] === 'nagios'),
    );
  if (!isAsked('--exit')) return code;
  if (isAsked('--format')) {
    const { nagiosLine } = await import('../domain/nagios.ts');
    const [first = ''] = why.replace(/^error: /u, '').split('\n');
    await writeOut(`${nagiosLine('UNKNOWN', first)}\n`);
  }
  return EXIT.couldNotLook;
}
