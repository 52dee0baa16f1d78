import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import process from 'node:process';

const BYTES = 8;

/**
 * 64 random bits, in hex. From the kernel's own device (random(4)): to load node:crypto for them is a twentieth of all
 * JavaScript of a check. It is asked where there is no such device.
 */
export async function newNonce(): Promise<string> {
  return fromDevice() ?? (await import('node:crypto')).randomBytes(BYTES).toString('hex');
}

function fromDevice(): string | undefined {
  // There it would be a folder that anybody may make.
  if (process.platform === 'win32') return undefined;
  try {
    const device = openSync('/dev/urandom', 'r');
    try {
      // In an image it may be a file, with the same bytes every time.
      if (!fstatSync(device).isCharacterDevice()) return undefined;
      const bytes = Buffer.alloc(BYTES);
      return readSync(device, bytes) === BYTES ? bytes.toString('hex') : undefined;
    } finally {
      closeSync(device);
    }
  } catch {
    return undefined;
  }
}
