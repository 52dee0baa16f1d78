import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** What a bundle puts in its place: finding the manifest is a thirtieth of all JavaScript of a check. */
declare const BUNDLED_VERSION: string | undefined;

/** The version of this package. */
export function version(): string {
  if (typeof BUNDLED_VERSION === 'string') return BUNDLED_VERSION;
  const manifest: unknown = require('podready/package.json');
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}

/** A file that the package ships, given its path from the root of the package. */
export function shippedFile(...parts: readonly string[]): string {
  return join(dirname(require.resolve('podready/package.json')), ...parts);
}
