import { quote } from '../../parse/shell.ts';
import type { CompletedCommand, CompletedOption, Values } from './model.ts';

/** Completion for zsh; a file `_podready` in a folder of `fpath`. */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const described = commands.map(
    ({ name, description }) => `    ${quoted(`${name}:${description}`)}`,
  );
  return `#compdef podready
# zsh completion for podready, printed by: podready completion zsh

_podready() {
  local curcontext=$curcontext state line
  local -a commands
  commands=(
${described.join('\n')}
  )
  _arguments -C \\
    '(-h --help)'{-h,--help}'[print help]' \\
    '(-V --version)'{-V,--version}'[print the version]' \\
    '1: :->command' \\
    '*:: :->arguments'
  case $state in
    command) _describe command commands ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac
      ;;
  esac
}

if [[ $funcstack[1] == _podready ]]; then
  _podready "$@"
else
  compdef _podready podready
fi
`;
}

function commandCase({ name, options, positionals }: CompletedCommand): string {
  const rest = positionals === 'anything' ? [] : [quoted(`*: :${actionOf(positionals)}`)];
  const specs = [...options.map(specOf), ...rest];
  return [
    `        ${name})`,
    `          _arguments -s -S \\`,
    `            ${specs.join(' \\\n            ')}`,
    '          ;;',
  ].join('\n');
}

/** `'(-o --output)'{-o+,--output=}'[what it does]:FILE:_files'` */
function specOf({ name, short, description, isRepeatable, value }: CompletedOption): string {
  const flags = short === undefined ? `--${name}` : `-${short} --${name}`;
  const exclusion = isRepeatable ? '*' : `(${flags})`;
  const about = `[${escape(description)}]${valueOf(value)}`;
  const long = `--${name}${value === undefined ? '' : value.isOptional ? '=-' : '='}`;
  if (short === undefined) return quoted(`${exclusion}${long}${about}`);
  const both = `{-${short}${value === undefined ? '' : '+'},${long}}`;
  return `${quoted(exclusion)}${both}${quoted(about)}`;
}

function valueOf(value: CompletedOption['value']): string {
  if (value === undefined) return '';
  const colon = value.isOptional ? '::' : ':';
  return `${colon}${escape(value.name)}:${actionOf(value.values)}`;
}

function actionOf(values: Values): string {
  switch (values) {
    case 'files':
      return '_files';
    case 'hosts':
      return '_hosts';
    case 'users':
      return '_users';
    case 'anything':
      return ' ';
    default:
      return `(${values.join(' ')})`;
  }
}

/** In a specification, brackets end a description and colons a part. */
function escape(text: string): string {
  return text.replaceAll(/[\\[\]:]/gu, String.raw`\$&`);
}

/** Always in quotes: what needs none in a command is a pattern here. */
function quoted(text: string): string {
  const safe = quote(text);
  return safe.startsWith("'") ? safe : `'${safe}'`;
}
