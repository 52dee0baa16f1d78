/** Where the lab keeps what it builds: outside the repository, so that a clean checkout does not rebuild it. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export const REPO = fileURLToPath(new URL('../..', import.meta.url));
export const RECIPE = fileURLToPath(new URL('recipe', import.meta.url));

export function labDir(...parts: string[]): string {
  const root = process.env['PODREADY_LAB_DIR'] ?? join(homedir(), '.cache', 'podready-lab');
  return join(root, ...parts);
}

/** The key pair that opens every account of every lab host. Made once a lab directory. */
export function labKey(): string {
  return labDir('id_ed25519');
}
