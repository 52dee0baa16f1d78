import type { ExitCode } from './exit-codes.ts';
import type { Interruption } from './interruption.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './ui/terminal.ts';

/** What a command has besides its arguments. */
export interface Context {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
}

/** One command: it prints, and gives the code to end with. */
export type CommandFunction = (
  argumentsGiven: readonly string[],
  context: Context,
) => Promise<ExitCode>;
