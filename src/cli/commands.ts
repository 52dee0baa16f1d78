import type { CommandName } from './options.ts';

/** One command of the command line, as help and docs/cli.md describe it. */
export interface CommandDefinition {
  readonly name: CommandName;
  /** As commander writes arguments, several with spaces between: `[hosts...]`. */
  readonly argument: string | null;
  readonly argumentDescription: string;
  readonly description: string;
  readonly examples: readonly string[];
}

const HOSTS = {
  argument: '[hosts...]',
  argumentDescription: '[user@]host[:port]; this machine when there is none',
} as const;

export const COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'check',
    ...HOSTS,
    description: 'Is this host ready for rootless Podman? If not: why.',
    examples: [
      'podready check',
      'podready check alice@web1 web2',
      'podready check root@web1 --user alice',
      'podready check --need publish:8080 -o report.json',
      'podready check --format nagios --exit nagios web1',
    ],
  },
  {
    name: 'fix',
    ...HOSTS,
    description: 'Show the plan, ask, apply it, and check again.',
    examples: [
      'podready fix',
      'podready fix alice@web1 --only linger',
      'podready fix --yes web1',
      'podready fix --plan plan.json',
    ],
  },
  {
    name: 'plan',
    ...HOSTS,
    description: 'Show what fix would do, and change nothing.',
    examples: [
      'podready plan',
      'podready plan --detailed-exitcode web1',
      'podready plan web1 web2 -o plan.json',
    ],
  },
  {
    name: 'undo',
    ...HOSTS,
    description: 'Take back what fix changed: show the plan, ask, apply it.',
    examples: [
      'podready undo alice@web1',
      'podready undo --run 20260102T030405Z-abcdef alice@web1',
      'podready undo --only subid-allocation --dry-run web1',
    ],
  },
  {
    name: 'history',
    ...HOSTS,
    description: 'What fix and undo changed on a host, newest first.',
    examples: ['podready history alice@web1', 'podready history --format json web1 web2'],
  },
  {
    name: 'connect',
    argument: '<host>',
    argumentDescription: '[user@]host[:port]',
    description: 'Follow the way to Podman on a host, and set up a connection.',
    examples: ['podready connect alice@web1', 'podready connect --dry-run web1'],
  },
  {
    name: 'report',
    argument: '<files...>',
    argumentDescription: 'a report that was written as json or ndjson',
    description: 'Render saved reports again, in any format; merge many.',
    examples: [
      'podready report web1.json web2.json',
      'podready report monday.ndjson --format markdown -o report.sarif',
    ],
  },
  {
    name: 'why',
    argument: '[message...]',
    argumentDescription: 'an error message; stdin when there is none, or -',
    description: 'What causes an error message, and which cause it is here.',
    examples: [
      "podready why 'newuidmap: write to uid_map failed: Operation not permitted'",
      'podman run alpine 2>&1 | podready why',
      'podready why --host alice@web1 - < error.log',
    ],
  },
  {
    name: 'collect',
    ...HOSTS,
    description: 'Write what podready can learn of hosts to one file, to be sent.',
    examples: [
      'podready collect alice@web1 web2 -o bundle.tar.gz',
      'podready collect --redact share -o bundle.tar.gz',
      'podready check --from-facts bundle.tar.gz',
    ],
  },
  {
    name: 'bundle',
    argument: '<show> <file>',
    argumentDescription: 'show FILE: a file that podready collect wrote',
    description: 'List what is in such a file, before it is sent.',
    examples: ['podready bundle show bundle.tar.gz'],
  },
  {
    name: 'diff',
    argument: '<files...>',
    argumentDescription: 'saved snapshots or bundles: two looks, two hosts, or many',
    description: 'What differs between two looks at hosts; the odd one of many.',
    examples: ['podready diff before.json after.json', 'podready diff fleet.tar.gz'],
  },
  {
    name: 'unredact',
    argument: '[file]',
    argumentDescription: 'a report, or any text; stdin when there is none, or -',
    description: 'Put back the names that --redact share took out.',
    examples: ['podready unredact report.txt --redact-map bundle.tar.gz.map.json'],
  },
  {
    name: 'list',
    argument: null,
    argumentDescription: '',
    description: 'Every check and fix, by area.',
    examples: ['podready list', 'podready list --format json'],
  },
  {
    name: 'explain',
    argument: '<id>',
    argumentDescription: 'id of a check, a fix or a fact',
    description: 'What a check or fix is about, and how to repair by hand.',
    examples: ['podready explain subuid-range'],
  },
  {
    name: 'completion',
    argument: '<shell>',
    argumentDescription: 'bash, zsh or fish',
    description: 'Print what completes command lines in a shell.',
    examples: [
      'podready completion zsh > ~/.zfunc/_podready',
      'podready completion bash > ~/.local/share/bash-completion/completions/podready',
      'podready completion fish > ~/.config/fish/completions/podready.fish',
    ],
  },
];
