/** podready on a host of the lab, in the host's own Node: for what can only be seen from inside. */
import { spawn } from 'node:child_process';
import type { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { must } from './run.ts';
import { sshArgs } from './ssh.ts';

/** How it is called there. */
export const PODREADY = 'node /opt/podready/bin/podready.js';

/** Debian 13 has a Node that is new enough. */
export async function installPodready(target: Guest): Promise<void> {
  await target.must('root', 'apt-get -y -q install nodejs >/dev/null');
  await copyPodready(target);
}

/** What `npm pack` holds, with the production dependencies of this checkout. */
async function copyPodready(target: Guest): Promise<void> {
  const packed = JSON.parse(
    await must('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: REPO }),
  ) as { files: { path: string }[] }[];
  const files = (packed[0]?.files ?? []).map(({ path }) => path);
  const installed = await must('npm', ['ls', '--omit=dev', '--all', '--parseable'], { cwd: REPO });
  const modules = installed
    .split('\n')
    .filter((line) => line.startsWith(`${REPO}node_modules/`))
    .map((line) => line.slice(REPO.length));
  await target.must('root', 'install -d -o alice /opt/podready');
  await pipeTar(target, [...files, ...topLevel(modules)]);
  // As npm does when it installs podready.
  await target.must('alice', 'node /opt/podready/bin/code-cache.js');
}

/** A package inside another's node_modules comes with that one. */
function topLevel(modules: readonly string[]): string[] {
  return modules.filter((path) => path.lastIndexOf('node_modules/') === 0);
}

function pipeTar(target: Guest, paths: readonly string[]): Promise<void> {
  const tar = spawn('tar', ['-C', REPO, '-czf', '-', ...paths], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const unpack = ['alice@127.0.0.1', 'tar -C /opt/podready -xzf -'];
  const ssh = spawn('ssh', [...sshArgs(target.target), ...unpack], {
    stdio: [tar.stdout, 'ignore', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    ssh.once('error', reject);
    ssh.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`copying podready into the guest ended with ${code}`));
    });
  });
}
