import type { BundleManifest } from '../model/bundle.ts';
import { UsageError } from '../model/usage-error.ts';
import { openFile, type OpenedFile, readAll, readArchive } from './archive.ts';
import { type BundleItem, BUNDLE_LIMITS, MANIFEST, readBundle } from './bundle.ts';
import { checkSnapshotDocument, parseJson } from './snapshot-text.ts';
import { readSosreport, SOSREPORT_LIMITS } from './sosreport.ts';

/** What a file with facts turned out to be, and the hosts that it is about. */
export interface SavedFacts {
  readonly kind: 'snapshot' | 'podman-info' | 'sosreport' | 'bundle';
  readonly items: readonly BundleItem[];
  /** Of a bundle. */
  readonly manifest?: BundleManifest;
}

/** What one host prints is bounded, and JSON makes six characters of a byte at most. */
const SNAPSHOT_BYTES = 32 * 1024 * 1024;

/**
 * Reads a snapshot, a bundle, a sosreport, or what `podman info --format json` printed, told apart by what
 * is in them. None of them is trusted: all is bounded, and nothing but the file named is opened. Throws a
 * `UsageError` that names the file and what is wrong with it. `user` is whom a sosreport is judged for.
 */
export async function readFactsFile(
  file: string,
  { user = null }: { readonly user?: string | null } = {},
): Promise<SavedFacts> {
  const opened = await openFile(file);
  return opened.kind === 'json' ? await fromDocument(opened) : await fromArchive(opened, user);
}

async function fromDocument(opened: OpenedFile): Promise<SavedFacts> {
  const { file } = opened;
  const document = parseJson((await readAll(opened, SNAPSHOT_BYTES)).toString('utf8'), file);
  const { fromPodmanInfo } = await import('./podman-info.ts');
  const info = fromPodmanInfo(document, new Date());
  if (info !== undefined) {
    return { kind: 'podman-info', items: [{ status: 'gathered', snapshot: info }] };
  }
  const snapshot = await checkSnapshotDocument(document, file);
  return { kind: 'snapshot', items: [{ status: 'gathered', snapshot }] };
}

/** The first entry says what it is; which limits hold is known by then only for what follows. */
async function fromArchive(opened: OpenedFile, user: string | null): Promise<SavedFacts> {
  const { file } = opened;
  const limits = { ...SOSREPORT_LIMITS };
  const entries = readArchive(opened, limits);
  try {
    const first = await entries.next();
    if (first.done === true) throw new UsageError(`${file}: this archive is empty`);
    if (first.value.name === MANIFEST) {
      Object.assign(limits, BUNDLE_LIMITS);
      const bundle = await readBundle(first.value, entries, file);
      return { kind: 'bundle', ...bundle };
    }
    const snapshot = await readSosreport(first.value, entries, { file, user });
    return { kind: 'sosreport', items: [{ status: 'gathered', snapshot }] };
  } finally {
    await entries.return(undefined);
  }
}
