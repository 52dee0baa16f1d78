import { COMMANDS } from './commands.ts';

const DESCRIPTION = 'Is this host ready for rootless Podman? If not: why, and make it so.';

/** What `podready --help` prints, without a command line parser: it has to be fast. */
export function topHelp(): string {
  const examples = COMMANDS.flatMap(({ examples: [first] }) => first ?? []);
  return [
    'Usage: podready COMMAND [options] [hosts...]',
    '',
    DESCRIPTION,
    '',
    'Commands:',
    ...COMMANDS.map(({ name, description }) => `  ${name.padEnd(11)}${description}`),
    '',
    'Options:',
    '  -V, --version  print the version',
    '  -h, --help     print help; podready COMMAND --help has the options',
    '',
    'Examples:',
    ...examples.map((line) => `  $ ${line}`),
    '',
  ].join('\n');
}
