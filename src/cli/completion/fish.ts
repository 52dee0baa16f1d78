import type { CompletedCommand, CompletedOption, Values } from './model.ts';

/** Completion for fish. */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  return [
    '# fish completion for podready, printed by: podready completion fish',
    '',
    // Files are offered only where one is meant.
    'complete -c podready -f',
    "complete -c podready -n __fish_use_subcommand -s h -l help -d 'print help'",
    "complete -c podready -n __fish_use_subcommand -s V -l version -d 'print the version'",
    ...commands.flatMap(linesOf),
    '',
  ].join('\n');
}

function linesOf({ name, description, options, positionals }: CompletedCommand): readonly string[] {
  const here = `complete -c podready -n '__fish_seen_subcommand_from ${name}'`;
  return [
    '',
    `complete -c podready -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...(positionals === 'anything' ? [] : [`${here} ${argumentsOf(positionals)}`]),
    ...options.map((option) => `${here} ${optionOf(option)}`),
  ];
}

function optionOf({ name, short, description, value }: CompletedOption): string {
  return [
    ...(short === undefined ? [] : [`-s ${short}`]),
    `-l ${name}`,
    // A value that may be left out follows an equals sign, as fish completes it without -r.
    ...(value === undefined
      ? []
      : [value.isOptional ? argumentsOf(value.values) : `-r ${argumentsOf(value.values)}`]),
    `-d ${quoted(description)}`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function argumentsOf(values: Values): string {
  switch (values) {
    case 'files':
      return '-F';
    case 'hosts':
      return "-f -a '(__fish_print_hostnames)'";
    case 'users':
      return "-f -a '(__fish_complete_users)'";
    case 'anything':
      return '-f';
    default:
      return `-f -a ${quoted(values.join(' '))}`;
  }
}

/** Between single quotes fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/gu, String.raw`\$&`)}'`;
}
