import { Command, Option } from 'commander';
import { type CommandDefinition, COMMANDS } from './commands.ts';
import { type CommandName, flagsOf, type OptionDefinition, optionsOf } from './options.ts';
import type { RawOptions } from './settings.ts';
import { topHelp } from './top-help.ts';
import { version } from './version.ts';

/** Runs one command; `argumentsGiven` are its positionals, `stated` the options that were typed. */
export type RunCommand = (
  command: CommandName,
  argumentsGiven: readonly string[],
  options: RawOptions,
  stated: ReadonlySet<string>,
) => Promise<void>;

/** Where commander writes help and errors. */
export interface ProgramOutput {
  readonly writeOut: (text: string) => void;
  readonly writeErr: (text: string) => void;
  readonly columns: number;
}

/** The command line. It throws a `CommanderError` where commander would end the process. */
export function createProgram(run: RunCommand, output: ProgramOutput): Command {
  const program = configure(new Command('podready'), output)
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .configureHelp({ formatHelp: topHelp });
  for (const definition of COMMANDS) program.addCommand(createCommand(definition, run, output));
  return program;
}

function createCommand(
  definition: CommandDefinition,
  run: RunCommand,
  output: ProgramOutput,
): Command {
  const command = configure(new Command(definition.name), output)
    .configureHelp({})
    .description(definition.description)
    .helpOption('-h, --help', 'print help')
    .addHelpText('after', `\n${examples(definition.examples)}`);
  for (const [at, argument] of (definition.argument?.split(' ') ?? []).entries()) {
    command.argument(argument, at === 0 ? definition.argumentDescription : undefined);
  }
  for (const option of optionsOf(definition.name)) command.addOption(toOption(option));
  return command.action(async () => {
    const options: RawOptions = command.opts();
    const stated = Object.keys(options).filter(
      (name) => command.getOptionValueSource(name) === 'cli',
    );
    await run(definition.name, command.args, options, new Set(stated));
  });
}

function configure(command: Command, { writeOut, writeErr, columns }: ProgramOutput): Command {
  return command
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut,
      writeErr,
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
    });
}

function toOption(definition: OptionDefinition): Option {
  const option = new Option(flagsOf(definition), definition.description);
  option.helpGroup(`${definition.group}:`);
  if (definition.choices !== undefined) option.choices(definition.choices);
  if (definition.byDefault !== undefined) option.default(definition.byDefault);
  if (definition.repeatable === true) {
    option.argParser((value: string, earlier: readonly string[] | undefined) => [
      ...(earlier ?? []),
      value,
    ]);
  }
  return option;
}

function examples(lines: readonly string[]): string {
  return ['Examples:', ...lines.map((line) => `  $ ${line}`)].join('\n');
}
