import type { CompletedCommand, CompletedOption, Values } from './model.ts';

/** Completion for bash 4 and later; it needs no package of completions. */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# bash completion for podready, printed by: podready completion bash

_podready_words() {
  COMPREPLY=($(compgen -W "$1" -- "$2"))
}

_podready() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  # Readline breaks words at = and @: --format=js are three.
  if [[ $cur == = ]]; then
    cur='' prev+==
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}=
  elif [[ $cur == @ ]]; then
    cur=''
  fi
  if ((COMP_CWORD == 1)); then
    _podready_words '${names} --help --version' "$cur"
    return
  fi
  case $command:$prev in
${commands.flatMap(valueCases).join('\n')}
  esac
  case $command:$cur in
${commands.map(optionCase).join('\n')}
${commands.flatMap(positionalCase).join('\n')}
  esac
}

complete -F _podready podready
`;
}

/** A value that may be left out follows an equals sign; any other may follow one. */
function valueCases({ name, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ value, ...option }) => {
    if (value === undefined) return [];
    const flags = flagsOf(option);
    const given = [...(value.isOptional ? [] : flags), ...flags.map((flag) => `${flag}=`)];
    const patterns = given.map((flag) => `${name}:${flag}`).join(' | ');
    return [`    ${patterns}) ${actionOf(value.values)}; return ;;`];
  });
}

function optionCase({ name, options }: CompletedCommand): string {
  return `    ${name}:-*) _podready_words '${options.flatMap(flagsOf).join(' ')}' "$cur" ;;`;
}

function positionalCase({ name, positionals }: CompletedCommand): readonly string[] {
  return positionals === 'anything' ? [] : [`    ${name}:*) ${actionOf(positionals)} ;;`];
}

function flagsOf({ name, short }: Pick<CompletedOption, 'name' | 'short'>): readonly string[] {
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function actionOf(values: Values): string {
  switch (values) {
    case 'files':
      return 'compopt -o default';
    case 'hosts':
      return 'COMPREPLY=($(compgen -A hostname -- "$cur"))';
    case 'users':
      return 'COMPREPLY=($(compgen -A user -- "$cur"))';
    case 'anything':
      return ':';
    default:
      return `_podready_words '${values.join(' ')}' "$cur"`;
  }
}
