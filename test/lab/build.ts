/** Builds the disk images of a lab host, once a recipe: the same recipe finds its image again. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { labDir, labKey, RECIPE } from './paths.ts';
import { adviceFor, missingToBuild } from './preflight.ts';
import { REINSTALLABLE, type Suite, type SuiteName, suites } from './recipe/suites.ts';
import { must } from './run.ts';

export interface Image {
  readonly suite: SuiteName;
  readonly key: string;
  readonly disk: string;
  readonly shelf: string;
  readonly kernel: string;
  readonly initrd: string;
  /** One public host key a line, without a host name. */
  readonly hostKeys: string;
}

/** Changes whenever the way of building changes without the recipe's files changing. */
const BUILD_VERSION = 1;
const MIRROR = 'http://deb.debian.org/debian';
const DISK_SIZE = '5G';

/** The image of one suite, built if this recipe was never built here. */
export async function ensureImage(name: SuiteName, say: (line: string) => void): Promise<Image> {
  await ensureKey();
  const key = await recipeKey(suites[name]);
  const dir = labDir('images', `${name}-${key}`);
  const image = describeImage(name, key, dir);
  if (existsSync(join(dir, 'complete'))) return image;
  await assertTools();
  say(`${name}: building the image (about two minutes; log in ${labDir('build.log')})`);
  const work = await workDir();
  try {
    await build(suites[name], work);
    await rm(dir, { recursive: true, force: true });
    await mkdir(labDir('images'), { recursive: true });
    await rename(join(work, 'image'), dir);
    await writeFile(join(dir, 'complete'), `${new Date().toISOString()}\n`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return image;
}

function describeImage(suite: SuiteName, key: string, dir: string): Image {
  return {
    suite,
    key,
    disk: join(dir, 'disk.raw'),
    shelf: join(dir, 'packages.raw'),
    kernel: join(dir, 'vmlinuz'),
    initrd: join(dir, 'initrd.img'),
    hostKeys: join(dir, 'host_keys'),
  };
}

async function recipeKey(suite: Suite): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([BUILD_VERSION, MIRROR, DISK_SIZE, suite, REINSTALLABLE]));
  hash.update(await readFile(join(RECIPE, 'setup.sh')));
  hash.update(await readFile(`${labKey()}.pub`));
  return hash.digest('hex').slice(0, 12);
}

async function ensureKey(): Promise<void> {
  if (existsSync(labKey())) return;
  await mkdir(labDir(), { recursive: true });
  await must('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', labKey()]);
  await chmod(labKey(), 0o600);
}

async function assertTools(): Promise<void> {
  const missing = await missingToBuild();
  if (missing.length > 0) throw new Error(adviceFor(missing));
  if (process.getuid?.() !== 0) {
    throw new Error('building an image needs root (mmdebstrap, mke2fs -d)');
  }
}

async function workDir(): Promise<string> {
  await mkdir(labDir('work'), { recursive: true });
  return mkdtemp(labDir('work', 'build-'));
}

async function build(suite: Suite, work: string): Promise<void> {
  const tree = join(work, 'tree');
  const image = join(work, 'image');
  const log = labDir('build.log');
  await mkdir(image);
  await mmdebstrap(suite, tree, work, log);
  await must(
    'sh',
    ['-c', 'cd "$1" && apt-ftparchive packages . > Packages', 'sh', `${work}/shelf`],
    {
      log,
    },
  );
  await copyFile(join(RECIPE, 'setup.sh'), join(tree, 'root', 'setup.sh'));
  await copyFile(`${labKey()}.pub`, join(tree, 'root', 'lab.pub'));
  await must('chroot', [tree, '/bin/sh', '/root/setup.sh', suite.name], { log });
  await rm(join(tree, 'root', 'setup.sh'));
  await readPackageLists(tree, `${work}/shelf`, log);
  await collect(tree, work, image, log);
}

async function mmdebstrap(suite: Suite, tree: string, work: string, log: string): Promise<void> {
  const initramfs = join(work, 'initramfs.sh');
  const shelf = join(work, 'shelf.sh');
  await writeFile(initramfs, INITRAMFS_HOOK, { mode: 0o755 });
  await writeFile(shelf, SHELF_HOOK, { mode: 0o755 });
  await mkdir(join(work, 'shelf'));
  await must(
    'mmdebstrap',
    [
      '--mode=root',
      '--variant=minbase',
      `--include=${suite.packages.join(',')}`,
      `--essential-hook=${initramfs} "$1"`,
      `--customize-hook=${shelf} "$1" ${join(work, 'shelf')} ${shelfPackages(suite).join(' ')}`,
      suite.name,
      tree,
      `deb ${MIRROR} ${suite.name} main`,
    ],
    { timeoutMs: 900_000, log },
  );
}

/** Only what this suite has installed can be put on its shelf again. */
function shelfPackages(suite: Suite): string[] {
  const gone = new Set(
    suite.packages.includes('netavark') ? [] : ['netavark', 'aardvark-dns', 'passt'],
  );
  return [...REINSTALLABLE, ...suite.shelf].filter((name) => !gone.has(name));
}

/** A small initramfs with just this machine's drivers boots in half the time under emulation. */
const INITRAMFS_HOOK = `#!/bin/sh
set -eu
mkdir -p "$1/etc/initramfs-tools/conf.d" "$1/etc/initramfs-tools/hooks"
printf 'MODULES=list\\nRESUME=none\\nCOMPRESS=zstd\\n' >"$1/etc/initramfs-tools/conf.d/lab"
cat >"$1/etc/initramfs-tools/hooks/lab" <<'END'
#!/bin/sh
[ "$1" = prereqs ] && exit 0
. /usr/share/initramfs-tools/hook-functions
manual_add_modules virtio_pci virtio_blk virtio_net ext4 crc32c_generic crc32c_intel
END
chmod 755 "$1/etc/initramfs-tools/hooks/lab"
`;

/** Fetches the packages of the second disk while the tree still has the network's package source. */
const SHELF_HOOK = `#!/bin/sh
set -eu
tree=$1 shelf=$2
shift 2
chroot "$tree" apt-get clean
chroot "$tree" apt-get -y -o APT::Install-Recommends=false --download-only --reinstall install "$@"
mv "$tree"/var/cache/apt/archives/*.deb "$shelf"/
`;

/** As after 'apt-get update' on the booted host, where the second disk is mounted. */
async function readPackageLists(tree: string, shelf: string, log: string): Promise<void> {
  const there = join(tree, 'srv', 'packages');
  for (const file of await readdir(shelf)) await copyFile(join(shelf, file), join(there, file));
  await must('chroot', [tree, 'apt-get', 'update'], { log });
  for (const file of await readdir(there)) await rm(join(there, file));
}

async function collect(tree: string, work: string, image: string, log: string): Promise<void> {
  const boot = await readdir(join(tree, 'boot'));
  for (const [prefix, name] of [
    ['vmlinuz-', 'vmlinuz'],
    ['initrd.img-', 'initrd.img'],
  ] as const) {
    const file = boot.find((entry) => entry.startsWith(prefix));
    if (file === undefined) throw new Error(`the tree has no /boot/${prefix}*`);
    await copyFile(join(tree, 'boot', file), join(image, name));
  }
  await writeFile(join(image, 'host_keys'), await hostKeys(tree));
  await must('mke2fs', mke2fs(tree, join(image, 'disk.raw'), DISK_SIZE), {
    timeoutMs: 300_000,
    log,
  });
  await must('mke2fs', mke2fs(join(work, 'shelf'), join(image, 'packages.raw'), '600M'), { log });
}

function mke2fs(from: string, file: string, size: string): string[] {
  return ['-q', '-F', '-t', 'ext4', '-d', from, file, size];
}

async function hostKeys(tree: string): Promise<string> {
  const ssh = join(tree, 'etc', 'ssh');
  const files = (await readdir(ssh)).filter((file) => /^ssh_host_.*_key\.pub$/.test(file));
  const lines = await Promise.all(files.map((file) => readFile(join(ssh, file), 'utf8')));
  return lines.join('');
}
