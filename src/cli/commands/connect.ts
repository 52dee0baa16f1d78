import { existsSync } from 'node:fs';
import { paragraph } from '../../../reports/text/wrap.ts';
import { pingApi } from '../../engine/api-ping.ts';
import { type Checked, checkHost, unreachable } from '../../engine/check-host.ts';
import { type ApiAnswer, brokenLink, type Link, remotePath } from '../../engine/remote-path.ts';
import { select } from '../../engine/select.ts';
import type { HostReport } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import { printable } from '../../parse/printable.ts';
import { quote } from '../../parse/shell.ts';
import { type SshAddress, SshTransport } from '../../transport/ssh.ts';
import type { CommandFunction, Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOfSignal } from '../exit-codes.ts';
import { hostsOf } from '../hosts.ts';
import { gatherOptions } from '../look.ts';
import { nextCommand } from '../next-command.ts';
import { findPodman, type PodmanClient } from '../podman-client.ts';
import {
  changeFor,
  commandsFor,
  connectionName,
  connectionsIn,
  sshUri,
  type PodmanConnection,
} from '../podman-connections.ts';
import { confirm, passwordPrompt } from '../ui/questions.ts';
import { remotePathText } from '../ui/remote-path-text.ts';

/** What was found on the way, and where it leads. */
interface Way {
  readonly report: HostReport;
  readonly links: readonly Link[];
  /** Nothing when the host could not be looked at. */
  readonly end?: { readonly address: SshAddress; readonly socket: string };
}

/** Follows the way to Podman on a host link by link, and makes a connection of it for the podman here. */
export const connect: CommandFunction = async ([host = ''], context) => {
  const { settings, terminal, interruption } = context;
  if (settings.ssh === 'openssh') {
    throw new UsageError('connect asks through its own connection; leave out --ssh openssh');
  }
  const way = await follow(host, context);
  await terminal.writeOut(
    `The way to Podman on ${printable(way.report.host)}:\n\n${remotePathText(way.links, terminal.columns)}\n\n`,
  );
  if (interruption.by !== null) return exitCodeOfSignal(interruption.by);
  const broken = brokenLink(way.links);
  if (broken !== undefined || way.end === undefined) return await sayBroken(way, broken, context);
  const wanted: PodmanConnection = {
    name: settings.name ?? connectionName(host),
    uri: sshUri(way.end.address, way.end.socket),
    identity: way.end.address.identityFiles.find((path) => existsSync(path)) ?? '',
  };
  if (way.end.address.hops > 0) return await sayByHand(wanted, HOPS, context);
  const podman = await findPodman();
  if (podman === undefined) return await sayByHand(wanted, NO_PODMAN, context);
  return await setUp(podman, wanted, context);
};

const NO_PODMAN =
  'No podman is on the PATH here, so there is nothing to set up. Clients find it by:';
const HOPS =
  'The host is behind a jump host, which podman only passes with --ssh=native and the configuration of ssh(1):';

async function follow(host: string, context: Context): Promise<Way> {
  const { settings, terminal } = context;
  await using hosts = await hostsOf([host], context);
  const [target] = hosts.hosts;
  if (target === undefined) throw new UsageError('connect takes one host');
  const askPassword = settings.sudo === 'ask' ? passwordPrompt(terminal) : undefined;
  try {
    await using transport = await target.connect();
    if (!(transport instanceof SshTransport)) throw new UsageError('connect takes a host over SSH');
    const options = gatherOptions('', askPassword, context);
    const checked = await checkHost(transport, select(settings), settings.needs, options);
    const report = { ...checked.report, host: target.name };
    const socket = socketOf(checked);
    const early = remotePath(report, { state: 'unreached' });
    const answer: ApiAnswer =
      brokenLink(early) === undefined ? await ask(transport, socket) : { state: 'unreached' };
    return {
      report,
      links: remotePath(report, answer),
      end: { address: transport.address, socket },
    };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const report = unreachable(target, settings.needs, error);
    return { report, links: remotePath(report, { state: 'unreached' }) };
  }
}

async function ask(transport: SshTransport, socket: string): Promise<ApiAnswer> {
  try {
    return await pingApi(await transport.connectTo(socket));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { state: 'broken', because: `${socket} cannot be reached through sshd: ${why}` };
  }
}

/** Root's Podman has its socket elsewhere. */
function socketOf({ facts }: Checked): string {
  const uid = facts.user?.state === 'known' ? facts.user.value.uid : 0;
  return uid === 0 ? '/run/podman/podman.sock' : `/run/user/${uid}/podman/podman.sock`;
}

async function sayBroken(
  { report }: Way,
  broken: Link | undefined,
  { settings, terminal }: Context,
): Promise<ExitCode> {
  if (report.error !== null) {
    const hint = paragraph('', 0, printable(report.error.hint), terminal.columns);
    await terminal.writeOut(`${hint.join('\n')}\n`);
    return EXIT.couldNotLook;
  }
  const next =
    nextCommand([report], { settings, local: false, replayed: false }) ??
    (broken?.check === undefined ? undefined : `podready explain ${broken.check}`);
  if (next !== undefined) await terminal.writeOut(`Next: ${printable(next)}\n`);
  return EXIT.findings;
}

async function sayByHand(
  { name, uri, identity }: PodmanConnection,
  why: string,
  { terminal }: Context,
): Promise<ExitCode> {
  const docker = uri.replace(/\/run\/.*$/u, '');
  const add = commandsFor('add', { name, uri, identity })[0] ?? [];
  await terminal.writeOut(
    [
      why,
      `  export CONTAINER_HOST=${quote(uri)}`,
      ...(identity === '' ? [] : [`  export CONTAINER_SSHKEY=${quote(identity)}`]),
      `  podman ${add.map(quote).join(' ')}`,
      'Docker clients use the podman command of the host:',
      `  export DOCKER_HOST=${quote(docker)}`,
      '',
    ].join('\n'),
  );
  return EXIT.ready;
}

async function setUp(
  podman: PodmanClient,
  wanted: PodmanConnection,
  { settings, terminal }: Context,
): Promise<ExitCode> {
  const listed = await podman.run(LIST);
  const present = listed.ok ? connectionsIn(listed.stdout) : undefined;
  if (present === undefined) {
    const why = listed.ok ? 'it prints no list of connections' : listed.complaint;
    return await sayFailed(`podman ${LIST.join(' ')}`, why, terminal);
  }
  const commands = commandsFor(changeFor(wanted, present), wanted);
  const shown = commands.map((args) => `  podman ${args.map(quote).join(' ')}`);
  if (commands.length > 0) {
    await terminal.writeOut(`On this machine:\n${shown.join('\n')}\n`);
    if (settings.dryRun) return EXIT.ready;
    if (settings.yes === null && !(await confirm('Do this?', terminal))) return EXIT.ready;
  }
  for (const args of commands) {
    const done = await podman.run(args);
    if (!done.ok)
      return await sayFailed(`podman ${args.slice(0, 3).join(' ')}`, done.complaint, terminal);
  }
  const proof = await podman.run(['--connection', wanted.name, 'info', '--format', FORMAT]);
  if (!proof.ok)
    return await sayFailed(`podman --connection ${wanted.name} info`, proof.complaint, terminal);
  await terminal.writeOut(
    `[✓] podman --connection ${wanted.name} reaches ${printable(proof.stdout.trim())}\n\nNext: podman --connection ${wanted.name} ps\n`,
  );
  return EXIT.ready;
}

const LIST = ['system', 'connection', 'list', '--format', 'json'];

const FORMAT = '{{.Host.Hostname}}, Podman {{.Version.Version}}';

async function sayFailed(
  what: string,
  complaint: string,
  { writeOut }: Context['terminal'],
): Promise<ExitCode> {
  await writeOut(`[✗] ${printable(`${what}: ${complaint}`)}\n`);
  return EXIT.findings;
}
