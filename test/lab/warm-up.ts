/** What a host does once between its first boot and its clean state: log everybody in, run a first container. */
import type { Agent } from './agent.ts';
import { PING, RUN } from './fault.ts';
import type { SuiteName } from './recipe/suites.ts';
import type { Variant } from './machine.ts';
import type { SshPool } from './ssh.ts';

const EVERYBODY = ['alice', 'bob', 'carol', 'dieter', 'erin'];

/** Users who have used Podman before; the others never ran it. */
const PODMAN_USERS = ['alice', 'bob'];

/** Proves Podman on this host, and leaves it as it is some time later: the service asleep, on Podman 3.0 no namespace. */
const PODMAN_WORKS = `
podman import - localhost/bb:1 </srv/bb.tar >/dev/null &&
${RUN} &&
${PING} || exit 1
n=0
while systemctl --user is-active -q podman.service && [ $n -lt 60 ]; do n=$((n + 1)); sleep 1; done
case $(podman --version) in *' 3.0.'*) podman system migrate ;; esac
`;

export async function warmUp(
  pool: SshPool,
  agent: Agent,
  suite: SuiteName,
  variant: Variant,
  patience: number,
  say: (line: string) => void,
): Promise<void> {
  const must = async (user: string, script: string): Promise<void> => {
    const limit = 90_000 * patience;
    const asRoot = user === 'root';
    const done = await (asRoot ? agent.exec(script, limit) : pool.exec(user, script, limit));
    if (done.code !== 0) {
      throw new Error(
        `${suite}: ${user}: ${script.trim()}: ${done.code} ${done.stdout}${done.stderr}`,
      );
    }
  };
  if (!(await agent.wait(90_000 * patience))) throw new Error(`${suite}: no answer after boot`);
  say(`${suite}: booted; warming up`);
  await must(
    'root',
    'systemctl is-system-running --wait >/dev/null || systemctl --failed --no-legend',
  );
  await must('root', 'test -z "$(systemctl --failed --no-legend --plain)"');
  for (const user of EVERYBODY) {
    await must(user, 'true');
    pool.close(user);
  }
  for (const user of PODMAN_USERS) {
    if (variant === 'selinux') await must('root', 'setenforce 0');
    await must(user, variant === 'plain' ? PODMAN_WORKS : IMPORT);
    if (variant === 'selinux') await must('root', 'setenforce 1');
    pool.close(user);
  }
  await must('root', QUIET);
}

/** On the other variants of a host Podman need not work. */
const IMPORT = 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null';

/** Waits, at most a minute, until the sessions of the warm-up are over and podman.service has gone back to sleep. */
const QUIET = `
n=0
while [ $n -lt 60 ]; do
  n=$((n + 1))
  if pgrep -f 'sshd.*@notty' >/dev/null; then sleep 1; continue; fi
  break
done
sync
`;
