/** Disks with a saved clean state in them; guests start from copies. One for each way to run a host. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Accel, chosenAccel, patience } from './accel.ts';
import { Agent } from './agent.ts';
import type { Image } from './build.ts';
import { agentPath, type Machine, removeNow, startMachine, type Variant } from './machine.ts';
import { labDir } from './paths.ts';
import { makePlace, type Place, targetOf } from './place.ts';
import { must, sleep } from './run.ts';
import { SshPool } from './ssh.ts';
import { warmUp } from './warm-up.ts';

/** The name of the saved state. */
export const CLEAN = 'clean';

type Say = (line: string) => void;

/** A machine that boots from its disk, and both ways into it. */
interface Booted {
  readonly machine: Machine;
  readonly pool: SshPool;
  readonly agent: Agent;
}

interface Disk {
  readonly image: Image;
  readonly overlay: string;
  readonly place: Place;
  readonly accel: Accel;
}

export async function ensureTemplate(image: Image, variant: Variant, say: Say): Promise<string> {
  const accel = chosenAccel();
  const name = [image.suite, image.key, await templateKey(), variant, accel].join('-');
  const template = labDir('templates', `${name}.qcow2`);
  if (existsSync(template)) return template;
  await mkdir(labDir('templates'), { recursive: true });
  say(`${image.suite}: first boot (${variant}, ${accel})`);
  const place = await makePlace(image.suite, image, false);
  const overlay = join(place.dir, 'disk.qcow2');
  const backing = ['-b', image.disk, '-F', 'raw'];
  await must('qemu-img', ['create', '-q', '-f', 'qcow2', ...backing, overlay]);
  const disk = { image, overlay, place, accel };
  try {
    if (variant === 'selinux') await installSelinux(disk, say);
    await withBooted(disk, variant, async ({ machine, pool, agent }) => {
      await warmUp(pool, agent, image.suite, variant, patience(accel), say);
      pool.close();
      agent.close();
      await sleep(1_000 * patience(accel));
      await machine.qmp.monitor(`savevm ${CLEAN}`);
    });
    await rename(overlay, template);
  } finally {
    removeNow(place.dir);
    removeNow(place.socketDir);
  }
  return template;
}

/** Boots, does something, and ends the machine, however that went. */
async function withBooted(
  { image, overlay, place, accel }: Disk,
  variant: Variant,
  body: (booted: Booted) => Promise<void>,
): Promise<void> {
  const machine = await startMachine({ image, variant, accel, overlay, ...place });
  const pool = new SshPool(targetOf(place), place.socketDir);
  const agent = new Agent(agentPath(place.socketDir));
  try {
    await body({ machine, pool, agent });
  } finally {
    pool.close();
    agent.close();
    await machine.qmp.command('quit', {}, 10_000).catch(() => undefined);
    machine.qmp.close();
    machine.kill();
    await sleep(500);
  }
}

/** Two boots before the one that counts: one that installs the policy, one that labels every file by it. */
async function installSelinux(disk: Disk, say: Say): Promise<void> {
  say(`${disk.image.suite}: installing and labelling for SELinux (minutes)`);
  for (const [variant, script] of [
    ['plain', INSTALL_POLICY],
    ['selinux', LABEL],
  ] as const) {
    await withBooted(disk, variant, async ({ agent }) => {
      if (!(await agent.wait(90_000 * patience(disk.accel))))
        throw new Error('no answer after boot');
      const done = await agent.exec(script, 400_000 * patience(disk.accel));
      if (done.code !== 0) throw new Error(`SELinux: ${done.code} ${done.stdout}${done.stderr}`);
      await agent.exec('sync; systemctl --no-block poweroff', 20_000);
      await sleep(10_000 * patience(disk.accel));
    });
  }
}

const INSTALL_POLICY = `
set -e
systemctl is-system-running --wait >/dev/null || true
apt-get -y -q install selinux-basics selinux-policy-default policycoreutils >/dev/null
printf 'SELINUX=permissive\\nSELINUXTYPE=default\\n' >/etc/selinux/config
rm -f /.autorelabel
`;

const LABEL = `
set -e
systemctl is-system-running --wait >/dev/null || true
test "$(getenforce)" = Permissive
fixfiles -f -F relabel >/dev/null 2>&1
sed -i 's/permissive/enforcing/' /etc/selinux/config
rm -f /.autorelabel
`;

/** To be raised when machine.ts or this file change what a saved state holds or needs. */
const TEMPLATE_VERSION = 1;

async function templateKey(): Promise<string> {
  const warmUpItself = await readFile(new URL('warm-up.ts', import.meta.url));
  const hash = createHash('sha256').update(String(TEMPLATE_VERSION)).update(warmUpItself);
  return hash.digest('hex').slice(0, 6);
}
