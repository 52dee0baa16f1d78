import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { facts } from '../facts/index.ts';
import type { ProbeRecord } from '../gather/frames.ts';
import { secretsIn } from '../gather/redact.ts';
import type { Snapshot } from '../gather/snapshot.ts';
import type {
  BundledHost,
  BundleManifest,
  GatheredHost,
  Redaction,
  SkippedHost,
  UnreadFact,
} from '../model/bundle.ts';
import type { Fact } from '../model/fact.ts';
import { UsageError } from '../model/usage-error.ts';
import { jsonDocument } from '../parse/json-document.ts';
import { printable } from '../parse/printable.ts';
import { type ArchiveEntry, type ArchiveLimits, sha256 } from './archive.ts';
import { parseSnapshot } from './snapshot-text.ts';

/** Where the manifest is; always the first entry. */
export const MANIFEST = 'manifest.json';

/**
 * A host of a thousand is 100 KiB; no entry can be larger than all that is read of a host, with each byte
 * escaped.
 */
export const BUNDLE_LIMITS: ArchiveLimits = {
  bytes: 512 * 1024 * 1024,
  entries: 20_001,
  entryBytes: 32 * 1024 * 1024,
  ratio: 200,
  depth: 1,
};

/** A host that goes into a bundle, or came out of one. */
export type BundleItem = { readonly status: 'gathered'; readonly snapshot: Snapshot } | SkippedHost;

/** The bytes of a bundle, the same ones for the same hosts, and what its manifest says. */
export async function writeBundle(
  items: readonly BundleItem[],
  about: { readonly version: string; readonly redaction: Redaction },
): Promise<{ readonly bytes: Buffer; readonly manifest: BundleManifest }> {
  const { pack } = await import('tar-stream');
  const entries = items.flatMap((item, at) =>
    item.status === 'gathered' ? [{ at, ...entryOf(item.snapshot, at) }] : [],
  );
  const manifest: BundleManifest = {
    schemaVersion: '1.0',
    kind: 'podready-bundle',
    tool: { name: 'podready', version: about.version },
    redaction: about.redaction,
    hosts: items.map((item, at): BundledHost => {
      if (item.status === 'skipped') return item;
      const entry = entries.find((one) => one.at === at);
      return describe(item.snapshot, entry?.name ?? '', entry?.bytes ?? Buffer.alloc(0));
    }),
  };
  const tar = pack();
  tar.entry({ name: MANIFEST, ...SAME_ALWAYS }, jsonDocument(manifest));
  for (const { name, bytes } of entries) tar.entry({ name, ...SAME_ALWAYS }, bytes);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk);
  const packed = await promisify(gzip)(Buffer.concat(chunks), { level: 9 });
  // Byte 9 is the system that packed it (RFC 1952, 2.3.1); 255 is an unknown one.
  packed[9] = 255;
  return { bytes: packed, manifest };
}

/** Times, owners and modes would tell two equal bundles apart, and say something of who packed them. */
const SAME_ALWAYS = { mode: 0o600, uid: 0, gid: 0, mtime: new Date(0) } as const;

function entryOf(
  snapshot: Snapshot,
  at: number,
): { readonly name: string; readonly bytes: Buffer } {
  const name = `snapshots/${String(at + 1).padStart(4, '0')}.json`;
  return { name, bytes: Buffer.from(`${JSON.stringify(snapshot, null, 2)}\n`) };
}

function describe(snapshot: Snapshot, file: string, bytes: Buffer): GatheredHost {
  const { host, at, milliseconds, execs, privilege, client, probes } = snapshot;
  const all = Object.keys(probes).toSorted();
  return {
    status: 'gathered',
    host,
    file,
    bytes: bytes.length,
    sha256: sha256(bytes),
    at,
    milliseconds,
    execs,
    transport: client.transport,
    privilege,
    read: all.filter((id) => whyUnread(probes[id]) === null),
    unread: all.flatMap((fact): UnreadFact[] => {
      const because = whyUnread(probes[fact]);
      return because === null ? [] : [{ fact, because }];
    }),
    notAsked: Object.values<Fact>(facts)
      .filter(({ as, id }) => as !== 'client' && probes[id] === undefined)
      .map(({ id }) => id)
      .toSorted(),
    secrets: secretsIn(snapshot),
  };
}

function whyUnread(record: ProbeRecord | undefined): string | null {
  switch (record?.status) {
    case undefined:
      return 'not asked for';
    case 'done':
      return record.cut
        ? 'the host printed more than is read'
        : (WHY_EXIT[record.exitCode] ?? null);
    case 'timeout':
      return 'the probe did not end in time';
    case 'truncated':
      return 'the answer of the host is not complete';
    case 'denied':
      return record.because;
  }
}

/** After sysexits(3), as probes use them; that something is not there is an answer. */
const WHY_EXIT: Readonly<Record<number, string | undefined>> = {
  69: 'no tool on the host can read it',
  77: 'it is not readable by this user',
};

/** A bundle that was read: every entry is named in the manifest, and has its hash. */
export interface Bundle {
  readonly manifest: BundleManifest;
  readonly items: readonly BundleItem[];
}

/** Reads the rest of an archive whose first entry is the manifest. Throws a `UsageError` that names the file. */
export async function readBundle(
  first: ArchiveEntry,
  rest: AsyncIterable<ArchiveEntry>,
  file: string,
): Promise<Bundle> {
  const manifest = await readManifest(first, file);
  const expected = new Map(
    manifest.hosts.flatMap((host) => (host.status === 'gathered' ? [[host.file, host]] : [])),
  );
  const snapshots = new Map<string, Snapshot>();
  for await (const entry of rest) {
    const about = expected.get(entry.name);
    if (about === undefined || entry.type !== 'file' || snapshots.has(entry.name)) {
      throw damaged(file, `the manifest does not name its entry ${printable(entry.name)}`);
    }
    const bytes = await entry.read();
    if (sha256(bytes) !== about.sha256) {
      throw damaged(file, `${entry.name} does not have the hash that the manifest says`);
    }
    const snapshot = await parseSnapshot(bytes.toString('utf8'), `${file}: ${entry.name}`);
    if (snapshot.host !== about.host) {
      throw damaged(
        file,
        `${entry.name} is of ${printable(snapshot.host)}, not of ${printable(about.host)}`,
      );
    }
    snapshots.set(entry.name, snapshot);
  }
  return { manifest, items: manifest.hosts.map((host) => itemOf(host, snapshots, file)) };
}

function itemOf(
  host: BundledHost,
  snapshots: ReadonlyMap<string, Snapshot>,
  file: string,
): BundleItem {
  if (host.status === 'skipped') return host;
  const snapshot = snapshots.get(host.file);
  if (snapshot === undefined) throw damaged(file, `${host.file} is missing`);
  return { status: 'gathered', snapshot };
}

async function readManifest(entry: ArchiveEntry, file: string): Promise<BundleManifest> {
  const [text, { bundleManifestSchema }] = await Promise.all([
    entry.read(),
    import('../model/bundle-schema.ts'),
  ]);
  let document: unknown;
  try {
    document = JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw damaged(file, printable(error instanceof Error ? error.message : String(error)), error);
  }
  const { success, data, error } = bundleManifestSchema.safeParse(document);
  if (success) return data;
  const [issue] = error.issues;
  const where = issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`;
  throw damaged(file, `its manifest is not of this version of podready (${printable(where)})`);
}

function damaged(file: string, why: string, cause?: unknown): UsageError {
  return new UsageError(`${file}: this bundle is damaged, or was changed: ${why}`, { cause });
}
