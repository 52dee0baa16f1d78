/** How one `podman` of this machine ended. */
export interface PodmanRun {
  readonly ok: boolean;
  readonly stdout: string;
  /** The line that says why it failed. */
  readonly complaint: string;
}

/** The `podman` of this machine: a client of others. */
export interface PodmanClient {
  run(args: readonly string[]): Promise<PodmanRun>;
}

/** It asks nobody anything: a prompt for a password would hang. */
const LIMIT_MS = 120_000;

/** The podman that is on the PATH, or `undefined`. */
export async function findPodman(): Promise<PodmanClient | undefined> {
  const client: PodmanClient = { run: runPodman };
  const { ok } = await client.run(['--version']);
  return ok ? client : undefined;
}

async function runPodman(args: readonly string[]): Promise<PodmanRun> {
  const { execa } = await import('execa');
  const { failed, stdout, stderr, shortMessage } = await execa('podman', args, {
    reject: false,
    stdin: 'ignore',
    timeout: LIMIT_MS,
    // These would choose another connection than the one that is meant.
    env: {
      CONTAINER_HOST: undefined,
      CONTAINER_CONNECTION: undefined,
      CONTAINER_SSHKEY: undefined,
    },
  });
  const last = stderr.trim().split('\n').at(-1) ?? '';
  return { ok: !failed, stdout, complaint: last === '' ? (shortMessage ?? '') : last };
}
