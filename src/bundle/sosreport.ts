import { SYSCTL_KEYS } from '../facts/sysctls.ts';
import type { Snapshot } from '../gather/snapshot.ts';
import { UsageError } from '../model/usage-error.ts';
import type { ArchiveEntry, ArchiveLimits } from './archive.ts';
import { type PartialFacts, partialSnapshot } from './partial.ts';

/** A sosreport of a large host has 100,000 small files, and logs of hundreds of MiB that are skipped. */
export const SOSREPORT_LIMITS: ArchiveLimits = {
  bytes: 4 * 1024 * 1024 * 1024,
  entries: 500_000,
  entryBytes: 32 * 1024 * 1024,
  ratio: 500,
  depth: 64,
};

/** Files of a sosreport that are read, below its one folder. */
const WANTED = [
  'etc/os-release',
  'usr/lib/os-release',
  'etc/subuid',
  'etc/subgid',
  'etc/login.defs',
  'etc/nsswitch.conf',
  'etc/passwd',
  'etc/group',
  'etc/hostname',
  'sos_commands/host/hostname',
  'sos_commands/kernel/sysctl_-a',
  'version.txt',
] as const;

type Wanted = (typeof WANTED)[number];
type Files = Partial<Record<Wanted, string>>;

/**
 * Facts from the archive of sos(1). It holds copies of files and the output of commands, as root saw them;
 * what podready learns otherwise is unknown. `user` is the one that the host is judged for.
 */
export async function readSosreport(
  first: ArchiveEntry,
  rest: AsyncIterable<ArchiveEntry>,
  { file, user }: { readonly file: string; readonly user: string | null },
): Promise<Snapshot> {
  const files: Files = {};
  await take(first, files);
  for await (const entry of rest) await take(entry, files);
  if (!/^sos(?:report)?:/mu.test(files['version.txt'] ?? '')) {
    throw new UsageError(`${file}: this is neither a bundle of podready nor a sosreport`);
  }
  const host = (files['sos_commands/host/hostname'] ?? files['etc/hostname'] ?? '').trim();
  return partialSnapshot(factsOf(files, user), {
    host: host === '' ? 'sosreport' : (host.split('\n')[0] ?? host),
    at: first.mtime,
  });
}

async function take(entry: ArchiveEntry, files: Files): Promise<void> {
  const below = entry.name.replace(/^(?:\.\/)?[^/]+\//u, '');
  const name = WANTED.find((one) => one === below);
  if (name === undefined || entry.type !== 'file' || files[name] !== undefined) return;
  files[name] = (await entry.read()).toString('utf8');
}

function factsOf(files: Files, user: string | null): PartialFacts {
  const osRelease = files['etc/os-release'] ?? files['usr/lib/os-release'];
  const candidates: readonly (readonly [keyof PartialFacts, string | undefined])[] = [
    ['osRelease', osRelease],
    ['subuid', files['etc/subuid']],
    ['subgid', files['etc/subgid']],
    ['loginDefs', files['etc/login.defs'] && loginDefsOf(files['etc/login.defs'])],
    ['nsswitch', files['etc/nsswitch.conf'] && sourcesOf(files['etc/nsswitch.conf'])],
    ['sysctls', sysctlsOf(files['sos_commands/kernel/sysctl_-a'] ?? '')],
    ['user', user === null ? undefined : userOf(user, files)],
  ];
  return Object.fromEntries(candidates.filter(([, text]) => text !== undefined));
}

/** The lines that the probe of `loginDefs` prints. */
function loginDefsOf(text: string): string {
  return text
    .split('\n')
    .map((one) => one.trim().split(/\s+/u))
    .filter(([key = '']) => /^\w*ID_(?:MIN|MAX|COUNT)$/u.test(key))
    .map(([key = '', value = '']) => `${key} ${value}\n`)
    .join('');
}

/** Where ids come from something else than files, only that source knows them. */
function sourcesOf(text: string): string | undefined {
  const line = /^\s*subid:(?<sources>[^#\n]*)/mu.exec(text)?.groups?.['sources'] ?? '';
  const sources = line.trim().split(/\s+/u).join(' ');
  return sources === '' || sources === 'files' ? `sources ${sources}\n` : undefined;
}

/** `key = value` of sysctl(8), as the probe prints it: `k/e/y:value`. Root sees every key that there is. */
function sysctlsOf(text: string): string | undefined {
  const all = new Map(
    text.split('\n').flatMap((one): [string, string][] => {
      const { key, value = '' } = /^(?<key>\S+) = ?(?<value>.*)$/u.exec(one)?.groups ?? {};
      return key === undefined ? [] : [[key, value]];
    }),
  );
  if (!all.has('kernel.osrelease')) return undefined;
  return SYSCTL_KEYS.map((key) => {
    const value = all.get(key);
    return `${key.replaceAll('.', '/')}${value === undefined ? ' absent' : `:${value}`}\n`;
  }).join('');
}

/** The target user from passwd(5) and group(5), as id(1) has it; nothing when the archive lacks them. */
function userOf(name: string, files: Files): string | undefined {
  const rows = (text = ''): readonly (readonly string[])[] =>
    text.split('\n').map((one) => one.split(':'));
  const [, , uid, gid, , home = '', shell = ''] =
    rows(files['etc/passwd']).find(([one]) => one === name) ?? [];
  if (uid === undefined || gid === undefined || files['etc/group'] === undefined) return undefined;
  const groups = rows(files['etc/group']);
  const own = groups.find(([, , id]) => id === gid)?.[0] ?? '';
  const others = groups.filter(([, , , members = '']) => members.split(',').includes(name));
  const list = [`${gid}(${own})`, ...others.map(([group = '', , id = '']) => `${id}(${group})`)];
  return `id=uid=${uid}(${name}) gid=${gid}(${own}) groups=${list.join(',')}\nhome=${home}\nshell=${shell}\n`;
}
