/** One QEMU process: its arguments, its files, and the promise that it does not outlive us. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { type Accel, accelArgs } from './accel.ts';
import type { Image } from './build.ts';
import { Qmp } from './qmp.ts';

export type Variant = 'plain' | 'cgroup1' | 'selinux';

/** A private wire between two guests: one listens, the other connects. */
export type Wire = { readonly listen: number } | { readonly connect: number };

export interface MachineOptions {
  readonly image: Image;
  readonly variant: Variant;
  readonly accel: Accel;
  readonly overlay: string;
  /** Holds the serial log. */
  readonly dir: string;
  /** Short, because it holds sockets, whose paths end at 107 bytes. */
  readonly socketDir: string;
  readonly sshPort: number;
  /** This port of 127.0.0.1 leads to 8080 in the guest. */
  readonly webPort: number;
  readonly wire?: Wire;
  /** Start from this saved state instead of booting. */
  readonly loadvm?: string;
  /** Goes on after this process has ended. */
  readonly background?: boolean;
}

export interface Machine {
  readonly pid: number;
  readonly qmp: Qmp;
  kill(): void;
}

const CMDLINE = 'root=/dev/vda rw console=ttyS0 quiet net.ifnames=0';
const VARIANT_CMDLINE: Readonly<Record<Variant, string>> = {
  plain: '',
  cgroup1: ' systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1',
  selinux: ' security=selinux selinux=1',
};

/** Machines of this process, for the moment when it ends early. */
const alive = new Set<ChildProcess>();
const leftovers = new Set<string>();

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const qmpPath = join(options.socketDir, 'qmp');
  const log = openSync(join(options.dir, 'qemu.log'), 'a');
  const [file, ...args] = commandLine(options, qmpPath);
  const child = spawn(file, args, {
    stdio: ['ignore', log, log],
    detached: options.background === true,
  });
  closeSync(log);
  child.once('error', () => undefined);
  if (options.background === true) child.unref();
  else alive.add(child);
  const gone = new Promise<never>((_, reject) => {
    child.once('exit', (code) => {
      alive.delete(child);
      reject(new Error(`it ended at once, with ${code ?? 'a signal'}`));
    });
  });
  gone.catch(() => undefined);
  try {
    const qmp = await Promise.race([Qmp.connect(qmpPath, 60_000), gone]);
    return { pid: child.pid ?? 0, qmp, kill: () => void child.kill('SIGKILL') };
  } catch (cause) {
    child.kill('SIGKILL');
    const said = readFileSync(join(options.dir, 'qemu.log'), 'utf8').trim();
    throw new Error(`QEMU did not start: ${said}`, { cause });
  }
}

function commandLine(options: MachineOptions, qmpPath: string): [string, ...string[]] {
  const qemu = [
    'qemu-system-x86_64',
    ...['-nodefaults', '-no-user-config', '-machine', 'pc', ...accelArgs(options.accel)],
    ...['-smp', '2', '-m', '1536', '-display', 'none', '-device', 'virtio-rng-pci'],
    ...['-serial', `file:${join(options.dir, 'serial.log')}`],
    ...['-qmp', `unix:${qmpPath},server,nowait`],
    ...['-chardev', `socket,id=agent,path=${agentPath(options.socketDir)},server=on,wait=off`],
    ...['-device', 'virtio-serial-pci'],
    ...['-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
    ...['-kernel', options.image.kernel, '-initrd', options.image.initrd],
    ...['-append', CMDLINE + VARIANT_CMDLINE[options.variant]],
    ...['-drive', `if=none,id=root,file=${options.overlay},format=qcow2,cache=unsafe`],
    ...['-device', 'virtio-blk-pci,drive=root'],
    ...['-drive', `if=none,id=shelf,file=${options.image.shelf},format=raw,readonly=on`],
    ...['-device', 'virtio-blk-pci,drive=shelf'],
    ...['-netdev', userNet(options), '-device', 'virtio-net-pci,netdev=net0,romfile='],
    ...['-netdev', secondNet(options.wire), '-device', 'virtio-net-pci,netdev=net1,romfile='],
    ...(options.loadvm === undefined ? [] : ['-loadvm', options.loadvm]),
  ];
  // Should this process be killed outright, the kernel ends its machines.
  const prefix = options.background === true ? [] : ['setpriv', '--pdeathsig', 'KILL', '--'];
  const [first = 'qemu-system-x86_64', ...rest] = [...prefix, ...qemu];
  return [first, ...rest];
}

export function agentPath(socketDir: string): string {
  return join(socketDir, 'agent');
}

/** The guest reaches nothing; only these two ports of loopback reach the guest. */
function userNet(options: MachineOptions): string {
  const forward = (from: number, to: number): string => `hostfwd=tcp:127.0.0.1:${from}-:${to}`;
  const ports = [forward(options.sshPort, 22), forward(options.webPort, 8080)];
  return ['user,id=net0,restrict=on,ipv6=off', ...ports].join(',');
}

function secondNet(wire: Wire | undefined): string {
  if (wire === undefined) return 'hubport,id=net1,hubid=0';
  return 'listen' in wire
    ? `socket,id=net1,listen=127.0.0.1:${wire.listen}`
    : `socket,id=net1,connect=127.0.0.1:${wire.connect}`;
}

/** A port of loopback that nobody used a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}

/** Removed when this process ends, however it does. */
export function removeAtExit(path: string): void {
  leftovers.add(path);
}

export function removeNow(path: string): void {
  rmSync(path, { recursive: true, force: true });
  leftovers.delete(path);
}

function endEverything(): void {
  for (const child of alive) child.kill('SIGKILL');
  for (const path of leftovers) rmSync(path, { recursive: true, force: true });
}

process.once('exit', endEverything);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    endEverything();
    process.kill(process.pid, signal); // now with the usual effect
  });
}
