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

const EXPECTED =
  'expected a snapshot, a bundle, a sosreport, or what podman info --format json prints';

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
  const bytes = await readAll(opened, SNAPSHOT_BYTES);
  const document = parseJson(bytes.toString('utf8'), `${file}: ${EXPECTED}`);
  if (isReport(document)) {
    throw new UsageError(`${file}: ${EXPECTED}; this is a report: podready report renders it`);
  }
  const { fromPodmanInfo } = await import('./podman-info.ts');
  const info = fromPodmanInfo(document, new Date());
  if (info !== undefined) {
    return { kind: 'podman-info', items: [{ status: 'gathered', snapshot: info }] };
  }
  const snapshot = await checkSnapshotDocument(document, file);
  return { kind: 'snapshot', items: [{ status: 'gathered', snapshot }] };
}

function isReport(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'tool' in document;
}

/** The first entry says what it is; which limits hold is known by then only for what follows. */
async function fromArchive(opened: OpenedFile, user: string | null): Promise<SavedFacts> {
  const { file } = opened;
  const limits = { ...SOSREPORT_LIMITS };
  const entries = readArchive(opened, limits);
  try {
    const first = await entries.next().catch((error: unknown) => {
      // Whatever is not known by its first bytes is taken for a tar.
      const why = error instanceof Error ? error.message.replace(`${file}: `, '') : String(error);
      throw opened.kind === 'tar' ? new UsageError(`${file}: ${EXPECTED} (${why})`) : error;
    });
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
