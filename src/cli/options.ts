export type CommandName =
  | 'check'
  | 'fix'
  | 'plan'
  | 'bootstrap'
  | 'undo'
  | 'history'
  | 'connect'
  | 'why'
  | 'list'
  | 'explain';

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
    'What to look at' | 'How to reach it' | 'What to say' | 'How to end' | 'Repairing';
  readonly commands: readonly CommandName[];
}

const LOOKING = ['check', 'fix', 'plan'] as const;
/** Those that look at a host in order to look at it, and `why`, which asks it about a message. */
const ASKING = [...LOOKING, 'why'] as const;
/** Those that read the journals of a host. */
const RECORDS = ['undo', 'history'] as const;
/** Those that end with a report on what is asked of a host. */
const JUDGING = [...LOOKING, 'bootstrap'] as const;
const REACHING = [...ASKING, ...RECORDS, 'connect', 'bootstrap'] as const;
const ALL = [...REACHING, 'list', 'explain'] as const;

export const OPTIONS = [
  {
    name: 'host',
    value: 'HOST',
    description: 'ask this host, not this machine: [user@]host[:port]',
    group: 'What to look at',
    commands: ['why'],
  },
  {
    name: 'no-check',
    description: 'say what the message may mean, and look at no host',
    group: 'What to look at',
    commands: ['why'],
  },
  {
    name: 'user',
    value: 'NAME',
    description: 'judge the host for this user, not for the one who logs in',
    group: 'What to look at',
    commands: [...ASKING, ...RECORDS],
  },
  {
    name: 'user',
    value: 'NAME',
    byDefault: 'podman',
    description: 'the account that containers run under; it is created where there is none',
    group: 'What to look at',
    commands: ['bootstrap'],
  },
  {
    name: 'authorized-key',
    value: 'FILE',
    description: 'let these public keys in as that user; without it nobody new can log in',
    group: 'Repairing',
    commands: ['bootstrap'],
  },
  {
    name: 'need',
    value: 'NEED',
    repeatable: true,
    description:
      'also ask for run, api, boot, remote, rootful, publish:PORT, ping, short-names or docker-clients',
    group: 'What to look at',
    commands: [...ASKING, 'bootstrap'],
  },
  {
    name: 'target',
    value: 'podman@VERSION',
    description:
      'also ask whether the host can be upgraded to this Podman: a major version, or MAJOR.MINOR',
    group: 'What to look at',
    commands: ['check'],
  },
  {
    name: 'only',
    value: 'AREA|ID',
    repeatable: true,
    description: 'only this area or check; for fix and plan also the id of a fix',
    group: 'What to look at',
    commands: LOOKING,
  },
  {
    name: 'run',
    value: 'RUN',
    description: 'take back this run, not the newest one of which something is left',
    group: 'What to look at',
    commands: ['undo'],
  },
  {
    name: 'only',
    value: 'FIX',
    repeatable: true,
    description: 'take back only this fix of the run, also when what it gave is in use',
    group: 'What to look at',
    commands: ['undo'],
  },
  {
    name: 'skip',
    value: 'AREA|ID',
    repeatable: true,
    description: 'leave out this area or check',
    group: 'What to look at',
    commands: LOOKING,
  },
  {
    name: 'deep',
    description:
      'also start Podman: run containers from an empty image, publish a port, make a network; all of it is removed again',
    group: 'What to look at',
    commands: ['check'],
  },
  {
    name: 'from-facts',
    value: 'FILE',
    repeatable: true,
    description: 'judge a saved snapshot; no host is touched',
    group: 'What to look at',
    commands: ['check', 'plan', 'why'],
  },
  {
    name: 'save-facts',
    value: 'DIR',
    description: 'write the redacted snapshot of every host to DIR/HOST.json',
    group: 'What to look at',
    commands: ['check', 'plan'],
  },
  {
    name: 'sudo',
    value: 'WHEN',
    choices: ['auto', 'never', 'ask'],
    byDefault: 'auto',
    description: 'how to read what only root can: sudo -n, not at all, or ask for the password',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'timeout',
    value: 'SECONDS',
    description: 'limit for one host; 60 when it is not given, with --deep 240',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'concurrency',
    value: 'N',
    byDefault: '16',
    description: 'hosts that are looked at side by side',
    group: 'How to reach it',
    commands: [...JUDGING, ...RECORDS],
  },
  {
    name: 'ssh',
    value: 'CLIENT',
    choices: ['ssh2', 'openssh'],
    byDefault: 'ssh2',
    description: 'the built-in client, or the ssh of this system',
    group: 'How to reach it',
    commands: [...ASKING, ...RECORDS, 'bootstrap'],
  },
  {
    name: 'ssh-config',
    short: 'F',
    value: 'FILE',
    description: 'read this instead of ~/.ssh/config and /etc/ssh/ssh_config',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'identity',
    value: 'FILE',
    description: 'log in with this private key',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'known-hosts',
    value: 'FILE',
    description: 'verify host keys by this file',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'accept-new',
    description: 'trust the key of a host that has never been seen; a changed key is still refused',
    group: 'How to reach it',
    commands: REACHING,
  },
  {
    name: 'name',
    value: 'NAME',
    description: 'what to call the connection; the name of the host if it is left out',
    group: 'Repairing',
    commands: ['connect'],
  },
  {
    name: 'dry-run',
    description: 'show the plan and change nothing',
    group: 'Repairing',
    commands: ['fix', 'bootstrap', 'undo', 'connect'],
  },
  {
    name: 'plan',
    value: 'FILE',
    description:
      'change nothing unless the plan is equal to the one that podready plan -o FILE saved; its hosts are those of the file',
    group: 'Repairing',
    commands: ['fix'],
  },
  {
    name: 'export',
    value: 'FORMAT',
    choices: ['sh', 'ansible', 'cloud-init', 'butane'],
    description: 'write the plan of one host for another tool: to stdout, or to the file of -o',
    group: 'Repairing',
    commands: ['plan'],
  },
  {
    name: 'yes',
    value: 'EFFECT',
    implied: 'safe',
    choices: ['safe', 'disruptive'],
    description: 'apply without asking; =disruptive also what stops or restarts something',
    group: 'Repairing',
    commands: ['fix', 'bootstrap', 'undo', 'connect'],
  },
  {
    name: 'format',
    value: 'FORMAT',
    choices: ['text', 'json', 'junit'],
    byDefault: 'text',
    description: 'what to print',
    group: 'What to say',
    commands: ['check', 'why', 'history', 'list'],
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT:]FILE',
    repeatable: true,
    description: 'also write the report to a file; .txt, .json and .xml say the format',
    group: 'What to say',
    commands: ['check', 'fix', 'bootstrap'],
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT:]FILE',
    repeatable: true,
    description:
      'save the plan to a .json file, for fix --plan; with json: or a name that ends in .txt or .xml, write the report; with --export, write that',
    group: 'What to say',
    commands: ['plan'],
  },
  {
    name: 'verbose',
    description: 'also list what passed and what does not apply',
    group: 'What to say',
    commands: [...ASKING, 'bootstrap'],
  },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    byDefault: 'auto',
    description: 'colour; auto follows the terminal, NO_COLOR and FORCE_COLOR',
    group: 'What to say',
    commands: ALL,
  },
  {
    name: 'debug',
    description: 'say on stderr what happens, with the stacks of errors',
    group: 'What to say',
    commands: ALL,
  },
  {
    name: 'fail-on',
    value: 'SEVERITY',
    choices: ['error', 'warning', 'info'],
    byDefault: 'error',
    description: 'the least severity that makes the exit code 1',
    group: 'How to end',
    commands: JUDGING,
  },
  {
    name: 'warn-exit',
    description: 'exit 4 when there are warnings and nothing worse',
    group: 'How to end',
    commands: JUDGING,
  },
  {
    name: 'strict',
    description: 'exit 3 also when only a check of severity warning is unknown',
    group: 'How to end',
    commands: JUDGING,
  },
  {
    name: 'detailed-exitcode',
    description: 'exit 6 when the plan has changes and leaves no finding',
    group: 'How to end',
    commands: ['fix', 'plan'],
  },
] as const satisfies readonly OptionDefinition[];
