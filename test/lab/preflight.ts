/** Why the lab cannot run here, if it cannot: said at once, instead of after minutes. */
import { run } from './run.ts';

const TO_RUN = ['qemu-system-x86_64', 'qemu-img', 'ssh', 'ssh-keygen', 'setpriv'];
const TO_BUILD = ['mmdebstrap', 'mke2fs', 'apt-ftparchive'];

/** Tools without which no guest runs; empty when there is nothing in the way. */
export async function missingToRun(): Promise<string[]> {
  return missing(TO_RUN);
}

/** Tools without which no image can be built. */
export async function missingToBuild(): Promise<string[]> {
  return missing(TO_BUILD);
}

/** `command -v` finds only what may be executed. */
async function missing(tools: readonly string[]): Promise<string[]> {
  const script = 'for tool; do command -v "$tool" >/dev/null || echo "$tool"; done';
  const found = await run('sh', ['-c', script, 'sh', ...tools]);
  return found.stdout.split('\n').filter((tool) => tool !== '');
}

export function adviceFor(tools: readonly string[]): string {
  return `not there, or not executable: ${tools.join(', ')} (test/lab/install-packages.sh installs them, as root)`;
}
