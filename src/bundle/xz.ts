import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';

/** xz refuses what would take more memory to unpack; `xz -9` takes 65 MiB. */
const MEMORY = '256MiB';

/**
 * Unpacks xz by the program of that name: Node has no xz. Throws a `UsageError` when there is no such
 * program, or when it refuses.
 */
export async function* unpackXz(
  bytes: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer> {
  const { execa } = await import('execa');
  const xz = execa('xz', ['--decompress', '--stdout', `--memlimit-decompress=${MEMORY}`], {
    reject: false,
    buffer: { stdout: false, stderr: true },
    maxBuffer: 4096,
    encoding: 'buffer',
    stdin: bytes,
    env: { XZ_OPT: '', XZ_DEFAULTS: '', LC_ALL: 'C' },
  });
  try {
    for await (const chunk of xz.iterable({ binary: true, preserveNewlines: true })) {
      yield Buffer.from(chunk);
    }
    const { exitCode, failed, code, stderr } = await xz;
    if (code === 'ENOENT') throw new UsageError(missing(file));
    if (failed) {
      const said = Buffer.from(stderr).toString('utf8').trim();
      throw new UsageError(`${file}: xz ended with ${exitCode ?? 'a signal'}: ${printable(said)}`);
    }
  } finally {
    xz.kill('SIGKILL');
  }
}

function missing(file: string): string {
  return `${file} is packed by xz, and there is no xz on the PATH; install it (xz-utils, xz), or unpack the file first: xz --decompress --keep FILE`;
}
