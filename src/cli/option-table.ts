import type { CommandName, OptionDefinition } from './option-definition.ts';
import { OPTIONS } from './options.ts';

/** The options of one command, in the order of the table. */
export function optionsOf(command: CommandName): readonly OptionDefinition[] {
  return OPTIONS.filter((option: OptionDefinition) => option.commands.includes(command));
}

/** `-o, --output <[FORMAT:]FILE>`, as commander and help write it. */
export function flagsOf({ name, short, value, implied }: OptionDefinition): string {
  const long = `--${name}`;
  const flag = short === undefined ? long : `-${short}, ${long}`;
  if (value === undefined) return flag;
  return implied === undefined ? `${flag} <${value}>` : `${flag} [${value}]`;
}

/** The name of its value among those that commander read: `failOn`; `--no-config` unsets `config`. */
export function attributeOf(name: string): string {
  return name
    .replace(/^no-/u, '')
    .replaceAll(/-(?<letter>[a-z])/gu, (dash) => dash[1]?.toUpperCase() ?? '');
}

/**
 * A value that may be left out must follow an equals sign: in `fix --yes host1`, host1 is a host.
 * Commander would take it, so the value that is implied is written out first.
 */
export function withImpliedValues(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.map((argument, at) => {
    if (end !== -1 && at > end) return argument;
    const option = OPTIONS.find(
      (one: OptionDefinition) => one.implied !== undefined && argument === `--${one.name}`,
    );
    return option !== undefined && 'implied' in option ? `${argument}=${option.implied}` : argument;
  });
}
