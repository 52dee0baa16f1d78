import { ENDINGS } from './outputs.ts';
import { REPORT_FORMATS } from './report-formats.ts';

export type CommandName =
  | 'check'
  | 'fix'
  | 'plan'
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

const LOOKING = ['check', 'fix', 'plan'] as const;
/** Those that look at a host in order to look at it, and `why`, which asks it about a message. */
const ASKING = [...LOOKING, 'why'] as const;
/** Those that read the journals of a host. */
const RECORDS = ['undo', 'history'] as const;
const REACHING = [...ASKING, ...RECORDS, 'collect', 'connect'] as const;
/** Those that print a report of hosts. */
const REPORTING = ['check', 'report'] as const;
const ALL = [
  ...REACHING,
  'report',
  'bundle',
  'diff',
  'unredact',
  'list',
  'explain',
  'completion',
] as const;

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
    commands: [...ASKING, ...RECORDS, 'collect'],
    inFile: 'owner',
  },
  {
    name: 'need',
    value: 'NEED',
    repeatable: true,
    description:
      'also ask for run, api, boot, remote, rootful, publish:PORT, ping, short-names or docker-clients',
    group: 'What to look at',
    commands: [...ASKING, 'diff'],
    inFile: 'anyone',
  },
  {
    name: 'profile',
    value: 'NAME',
    description:
      'ask for the needs of a profile and no others: ci, server, desktop, remote-api, or one of podready.ini',
    group: 'What to look at',
    commands: ASKING,
    inFile: 'anyone',
  },
  {
    name: 'target',
    value: 'podman@VERSION',
    description:
      'also ask whether the host can be upgraded to this Podman: a major version, or MAJOR.MINOR',
    group: 'What to look at',
    commands: ['check'],
    inFile: 'anyone',
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
    inFile: 'owner',
  },
  {
    name: 'deep',
    description:
      'also start Podman: run containers from an empty image, publish a port, make a network; all of it is removed again',
    group: 'What to look at',
    commands: ['check', 'collect'],
  },
  {
    name: 'from-facts',
    value: 'FILE',
    repeatable: true,
    description:
      'judge a saved snapshot, a bundle, a sosreport, or podman info as JSON; no host is touched',
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
    name: 'redact',
    value: 'WHAT',
    choices: ['secrets', 'share'],
    byDefault: 'secrets',
    description:
      'what to take out; share: also users, hosts, domains, addresses and MACs, which get other names',
    group: 'What to say',
    commands: ['check', 'collect'],
  },
  {
    name: 'redact-map',
    value: 'FILE',
    description:
      'where to keep the real names, for you alone; for collect FILE.map.json if it is left out',
    group: 'What to say',
    commands: ['check', 'collect'],
  },
  {
    name: 'redact-map',
    value: 'FILE',
    description: 'the file with the real names, which --redact share wrote',
    group: 'What to say',
    commands: ['unredact'],
  },
  {
    name: 'sudo',
    value: 'WHEN',
    choices: ['auto', 'never', 'ask'],
    byDefault: 'auto',
    description: 'how to read what only root can: sudo -n, not at all, or ask for the password',
    group: 'How to reach it',
    commands: REACHING,
    inFile: 'owner',
  },
  {
    name: 'timeout',
    value: 'SECONDS',
    description: 'limit for one host; 60 when it is not given, with --deep 240',
    group: 'How to reach it',
    commands: REACHING,
    inFile: 'owner',
  },
  {
    name: 'concurrency',
    value: 'N',
    byDefault: '16',
    description: 'hosts that are looked at side by side',
    group: 'How to reach it',
    commands: [...LOOKING, ...RECORDS, 'collect'],
    inFile: 'owner',
  },
  {
    name: 'ssh',
    value: 'CLIENT',
    choices: ['ssh2', 'openssh'],
    byDefault: 'ssh2',
    description: 'the built-in client, or the ssh of this system',
    group: 'How to reach it',
    commands: [...ASKING, ...RECORDS, 'collect'],
    inFile: 'owner',
  },
  {
    name: 'ssh-config',
    short: 'F',
    value: 'FILE',
    description: 'read this instead of ~/.ssh/config and /etc/ssh/ssh_config',
    group: 'How to reach it',
    commands: REACHING,
    inFile: 'owner',
  },
  {
    name: 'identity',
    value: 'FILE',
    description: 'log in with this private key',
    group: 'How to reach it',
    commands: REACHING,
    inFile: 'owner',
  },
  {
    name: 'known-hosts',
    value: 'FILE',
    description: 'verify host keys by this file',
    group: 'How to reach it',
    commands: REACHING,
    inFile: 'owner',
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
    commands: ['fix', 'undo', 'connect'],
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
    name: 'yes',
    value: 'EFFECT',
    implied: 'safe',
    choices: ['safe', 'disruptive'],
    description: 'apply without asking; =disruptive also what stops or restarts something',
    group: 'Repairing',
    commands: ['fix', 'undo', 'connect'],
  },
  {
    name: 'format',
    value: 'FORMAT',
    choices: REPORT_FORMATS,
    byDefault: 'text',
    description: 'what to print',
    group: 'What to say',
    commands: REPORTING,
    inFile: 'anyone',
  },
  {
    name: 'format',
    value: 'FORMAT',
    choices: ['text', 'json'],
    byDefault: 'text',
    description: 'what to print',
    group: 'What to say',
    commands: ['why', 'history', 'bundle', 'diff', 'list'],
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT:]FILE',
    repeatable: true,
    description: `also write the report to a file; ${ENDINGS.join(', ')} say the format`,
    group: 'What to say',
    commands: [...REPORTING, 'fix'],
    inFile: 'owner',
  },
  {
    name: 'output',
    short: 'o',
    value: '[FORMAT:]FILE',
    repeatable: true,
    description:
      'save the plan to a .json file, for fix --plan; with a format and a colon before it, or another ending, write the report',
    group: 'What to say',
    commands: ['plan'],
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    description: 'the file to write, such as bundle.tar.gz',
    group: 'What to say',
    commands: ['collect'],
  },
  {
    name: 'verbose',
    description: 'also list what passed and what does not apply',
    group: 'What to say',
    commands: [...ASKING, 'report'],
    inFile: 'owner',
  },
  {
    name: 'verbose',
    description: 'also name every fact',
    group: 'What to say',
    commands: ['collect', 'bundle'],
  },
  {
    name: 'verbose',
    description: 'all lines of what differs',
    group: 'What to say',
    commands: ['diff'],
  },
  {
    name: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    byDefault: 'auto',
    description: 'colour; auto follows the terminal, NO_COLOR and FORCE_COLOR',
    group: 'What to say',
    commands: ALL,
    inFile: 'owner',
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
    commands: [...LOOKING, 'report'],
    inFile: 'anyone',
  },
  {
    name: 'warn-exit',
    description: 'exit 4 when there are warnings and nothing worse',
    group: 'How to end',
    commands: [...LOOKING, 'report'],
    inFile: 'anyone',
  },
  {
    name: 'strict',
    description: 'exit 3 also when only a check of severity warning is unknown',
    group: 'How to end',
    commands: [...LOOKING, 'report'],
    inFile: 'anyone',
  },
  {
    name: 'waivers',
    value: 'FILE',
    description: 'failures that this file waives, until a day, count as notes',
    group: 'How to end',
    commands: LOOKING,
    inFile: 'anyone',
  },
  {
    name: 'baseline',
    value: 'FILE',
    description: 'findings that this saved JSON report holds count as notes: only new ones fail',
    group: 'How to end',
    commands: ['check'],
    inFile: 'anyone',
  },
  {
    name: 'wait',
    value: 'TIME',
    description:
      'look again at what fails or cannot be reached until it passes, for so long: 90s, 5m, 1h',
    group: 'How to end',
    commands: ['check'],
    inFile: 'owner',
  },
  {
    name: 'exit',
    value: 'CODES',
    choices: ['podready', 'nagios'],
    byDefault: 'podready',
    description:
      'nagios: end with 0, 1, 2 or 3 for OK, WARNING, CRITICAL or UNKNOWN, as --format nagios says',
    group: 'How to end',
    commands: REPORTING,
  },
  {
    name: 'detailed-exitcode',
    description: 'exit 6 when the plan has changes and leaves no finding',
    group: 'How to end',
    commands: ['fix', 'plan'],
  },
  {
    name: 'config',
    value: 'FILE',
    description: 'read this podready.ini, and no other',
    group: 'How to be set',
    commands: REACHING,
  },
  {
    name: 'no-config',
    description: 'read no podready.ini: not of this directory, the user or the system',
    group: 'How to be set',
    commands: REACHING,
  },
  {
    name: 'print-config',
    description: 'print every setting and where it comes from, and look at no host',
    group: 'How to be set',
    commands: REACHING,
  },
] as const satisfies readonly OptionDefinition[];

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
