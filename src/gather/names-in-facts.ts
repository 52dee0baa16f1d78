import { facts } from '../facts/index.ts';
import type { Fact } from '../model/fact.ts';
import { PRELUDE } from './prelude.ts';
import type { Snapshot } from './snapshot.ts';

/** Facts about programs and kernels: whatever is in them is a word of many hosts, and no name of this one. */
const IMPERSONAL = [
  'osRelease',
  'versions',
  'packages',
  'kernelModules',
  'apparmorLoaded',
] as const;

/** Ids from here on are people and their groups; below are those of the system, which checks know by name. */
const FIRST_ID = 1000;
const NOBODY = 65_534;

/** Names of the people and groups that a snapshot is about. */
export function namesOfPeople({ probes }: Pick<Snapshot, 'probes'>): readonly string[] {
  const text = (id: string): string => {
    const record = probes[id];
    return record?.status === 'done' ? record.stdout : '';
  };
  const ids = [...text('idsInUse').matchAll(/^(?<name>[^:\n]+):(?<id>\d+)$/gmu)];
  const own = [...text('user').matchAll(/\b(?<id>\d+)\((?<name>[^()\n]+)\)/gu)];
  const delegated = [
    ...`${text('subuid')}\n${text('subgid')}`.matchAll(/^(?<name>[^:#\s]+):\d+:\d+/gmu),
  ];
  const named = [...ids, ...own]
    .filter(({ groups }) => isPersonal(Number(groups?.['id'])))
    .map(({ groups }) => groups?.['name'] ?? '');
  const target = /\buid=(?<id>\d+)\((?<name>[^()\n]+)\)/u.exec(text('user'))?.groups;
  const listed = [
    ...text('sshdEffective').matchAll(/^(?:allow|deny)(?:users|groups) (?<names>.*)$/gmu),
  ].flatMap(({ groups }) => (groups?.['names'] ?? '').split(/[\s,@]+/u));
  const homes = Object.values(probes).flatMap((record) =>
    record.status === 'done'
      ? [...record.stdout.matchAll(/\/home\/(?<name>[\w.-]+)/gu)].map(
          (m) => m.groups?.['name'] ?? '',
        )
      : [],
  );
  return [
    ...(target === undefined || target['id'] === '0' ? [] : [target['name'] ?? '']),
    ...named,
    ...delegated.map(({ groups }) => groups?.['name'] ?? ''),
    ...listed,
    ...homes,
  ].filter((name) => /^[\w.][\w.\\ -]*\$?$/u.test(name) && !/^\d+$/u.test(name) && !KEPT.has(name));
}

/** Accounts that every host may have, and that say who nobody is. */
const KEPT = new Set(['root', 'nobody', 'nogroup', 'containers', 'none', 'linuxbrew']);

function isPersonal(id: number): boolean {
  return id >= FIRST_ID && id !== NOBODY;
}

/** Words that mean something else as well, so that a user of that name is only known by where it stands. */
export function commonWords({ probes }: Pick<Snapshot, 'probes'>): ReadonlySet<string> {
  const impersonal = IMPERSONAL.flatMap((id) => {
    const record = probes[id];
    return record?.status === 'done' ? [record.stdout] : [];
  });
  return new Set([...WORDS_OF_PROBES, ...impersonal.flatMap(wordsOf)]);
}

const WORDS_OF_PROBES: ReadonlySet<string> = new Set([
  ...wordsOf(PRELUDE),
  ...Object.values(facts).flatMap((fact: Fact) =>
    fact.as === 'client' ? [] : [fact.id, ...wordsOf(fact.probe)],
  ),
]);

function wordsOf(text: string): readonly string[] {
  return text.match(/[A-Za-z_][\w-]*/gu) ?? [];
}
