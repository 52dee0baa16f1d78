import { checks } from '../../../checks/index.ts';
import { fixes } from '../../../fixes/index.ts';
import { NEED_NAMES, NEEDS_OF_TARGET } from '../../model/need.ts';
import { type CommandDefinition, COMMANDS } from '../commands.ts';
import type { OptionDefinition } from '../option-definition.ts';
import { optionsOf } from '../option-table.ts';

/** What a value or an argument may be: some words, or something that the shell knows. */
export type Values = readonly string[] | 'files' | 'hosts' | 'users' | 'anything';

export interface CompletedOption {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  readonly description: string;
  readonly isRepeatable: boolean;
  /** A switch has none. */
  readonly value?: {
    readonly name: string;
    readonly values: Values;
    /** It may be left out, and follows an equals sign otherwise. */
    readonly isOptional: boolean;
  };
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly positionals: Values;
}

/** Everything that can be typed, from the tables that the command line itself is made of. */
export function completedCommands(): readonly CompletedCommand[] {
  return COMMANDS.map((command) => ({
    name: command.name,
    description: command.description,
    options: [...optionsOf(command.name).map(toCompleted), HELP],
    positionals: positionalsOf(command),
  }));
}

const HELP: CompletedOption = {
  name: 'help',
  short: 'h',
  description: 'print help',
  isRepeatable: false,
};

function toCompleted(option: OptionDefinition): CompletedOption {
  const { name, short, value, implied, description, repeatable = false } = option;
  return {
    name,
    ...(short === undefined ? {} : { short }),
    description,
    isRepeatable: repeatable,
    ...(value === undefined
      ? {}
      : { value: { name: value, values: valuesOf(option), isOptional: implied !== undefined } }),
  };
}

/** By the name that help gives the value. */
function valuesOf({ name, value, choices }: OptionDefinition): Values {
  if (choices !== undefined) return choices;
  switch (value) {
    case 'FILE':
    case '[FORMAT:]FILE':
    case 'DIR|FILE':
      return 'files';
    case 'HOST':
      return 'hosts';
    case 'NEED':
      return NEED_NAMES.filter((need) => !NEEDS_OF_TARGET.has(need));
    case 'FIX':
      return fixes.map(({ meta }) => meta.id);
    case 'AREA|ID':
      return [...new Set(checks.flatMap(({ meta }) => [meta.area, meta.id]))].toSorted();
    default:
      return name === 'user' ? 'users' : 'anything';
  }
}

function positionalsOf({ name, argument }: CommandDefinition): Values {
  switch (name) {
    case 'completion':
      return SHELLS;
    case 'explain':
      return [...new Set([...checks, ...fixes].map(({ meta }) => meta.id))].toSorted();
    case 'report':
      return 'files';
    default:
      return argument?.includes('host') === true ? 'hosts' : 'anything';
  }
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
