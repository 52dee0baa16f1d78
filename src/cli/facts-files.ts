import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import type { BundleItem } from '../bundle/bundle.ts';
import { factsFor } from '../engine/check-host.ts';
import { isDeep } from '../engine/select.ts';
import type { FactId } from '../facts/index.ts';
import type { Snapshot } from '../gather/snapshot.ts';
import type { BundleManifest } from '../model/bundle.ts';
import type { Looked } from './look.ts';
import { replaceFile } from './replace-file.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

/** Writes the snapshot of one host to `DIR/HOST.json`, readable by the user alone. Rejects as `writeFile` does. */
export async function saveSnapshot(folder: string, snapshot: Snapshot): Promise<void> {
  await mkdir(folder, { recursive: true });
  // Encoded, so that no name of a host leaves the folder, and no two hosts share a file.
  const name = encodeURIComponent(snapshot.host).replaceAll('%40', '@');
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  await replaceFile(join(folder, `${name}.json`), text, { private: true });
}

/** The facts of all checks and fixes: whatever is asked of a bundle later has its answer in it. */
export function factsOfBundle({ deep }: Pick<Settings, 'deep'>): readonly FactId[] {
  return factsFor({ checks: checks.filter((check) => deep || !isDeep(check)), fixes });
}

/**
 * Writes all hosts of a look to a bundle, readable by the user alone: also those that could not be looked at, so that
 * none is missing later. `isRemote`: they were reached over SSH. Rejects as `writeFile` does.
 */
export async function saveBundle(
  file: string,
  hosts: readonly Looked[],
  { isRemote, redact }: { readonly isRemote: boolean } & Pick<Settings, 'redact'>,
): Promise<BundleManifest> {
  // Loaded only here: most runs write none.
  const { writeBundle } = await import('../bundle/bundle.ts');
  const items = hosts.map((one) => itemOf(one, isRemote));
  const about = { version: version(), redaction: redact };
  const { bytes, manifest } = await writeBundle(items, about);
  await replaceFile(file, bytes, { private: true });
  return manifest;
}

function itemOf({ report, checked }: Looked, isRemote: boolean): BundleItem {
  const { host, error } = report;
  if (checked !== undefined) {
    return { status: 'gathered', snapshot: { ...checked.snapshot, host } };
  }
  const unknown = { step: 'probe', message: 'it was not looked at', hint: '' } as const;
  return { status: 'skipped', host, isRemote, error: error ?? unknown };
}
