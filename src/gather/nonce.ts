import { closeSync, openSync, readSync } from 'node:fs';

const BYTES = 8;

/**
 * 64 random bits, in hex. From the kernel's own device (random(4)): to load node:crypto for them is a twentieth of all
 * JavaScript of a check. It is asked where there is no such device.
 */
export async function newNonce(): Promise<string> {
  return fromDevice() ?? (await import('node:crypto')).randomBytes(BYTES).toString('hex');
}

function fromDevice(): string | undefined {
  try {
    const device = openSync('/dev/urandom', 'r');
    try {
      const bytes = Buffer.alloc(BYTES);
      return readSync(device, bytes) === BYTES ? bytes.toString('hex') : undefined;
    } finally {
      closeSync(device);
    }
  } catch {
    return undefined;
  }
}
