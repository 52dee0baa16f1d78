import type { Pseudonyms } from '../gather/pseudonyms.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Interruption } from './interruption.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './ui/terminal.ts';

/** What a command has besides its arguments. */
export interface Context {
  readonly settings: Settings;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  /** Other names for people, hosts and addresses; without it they stay as they are. */
  readonly pseudonyms?: Pseudonyms;
}

/** One command: it prints, and gives the code to end with. */
export type CommandFunction = (
  argumentsGiven: readonly string[],
  context: Context,
) => Promise<ExitCode>;
