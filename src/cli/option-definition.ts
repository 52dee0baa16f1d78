export type CommandName =
  | 'check'
  | 'fix'
  | 'plan'
  | 'bootstrap'
  | 'undo'
  | 'history'
  | 'connect'
  | 'report'
  | 'why'
  | 'collect'
  | 'bundle'
  | 'diff'
  | 'unredact'
  | 'list'
  | 'explain'
  | 'completion';

/** One option of the command line. This table feeds commander, `--help` and docs/cli.md. */
export interface OptionDefinition {
  /** Without the dashes, such as `fail-on`. */
  readonly name: string;
  readonly short?: string;
  /** Name of the value in help; a switch has none. */
  readonly value?: string;
  /** The value may be left out, and is then this one. It has to follow an equals sign. */
  readonly implied?: string;
  readonly choices?: readonly string[];
  /** May be given several times. */
  readonly repeatable?: boolean;
  readonly byDefault?: string;
  readonly description: string;
  readonly group:
    | 'What to look at'
    | 'How to reach it'
    | 'What to say'
    | 'How to end'
    | 'Repairing'
    | 'How to be set';
  readonly commands: readonly CommandName[];
  /**
   * Who may set it in a podready.ini: `anyone`, also a file that was found in the working directory, or
   * only the `owner` of the run, in a file of the user, of the system, or one named by --config. Nobody,
   * when it is left out: it says what is to happen now.
   */
  readonly inFile?: 'anyone' | 'owner';
}
