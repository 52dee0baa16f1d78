import { formatIpv6, parseIpv4, parseIpv6 } from '../parse/ip-address.ts';
import { AddressPseudonyms } from './address-pseudonyms.ts';
import { isPublicDomain, TOP_LEVEL } from './domain-names.ts';
import type { ProbeRecord } from './frames.ts';
import { commonWords, namesOfPeople } from './names-in-facts.ts';
import type { Snapshot } from './snapshot.ts';

export type PseudonymKind = 'user' | 'host' | 'domain' | 'address' | 'mac';

/** What stands for what: private, as it undoes the redaction. */
export interface PseudonymMap {
  readonly schemaVersion: '1.0';
  /** Decides the addresses; random. */
  readonly key: string;
  readonly pairs: readonly {
    readonly kind: PseudonymKind;
    readonly original: string;
    readonly pseudonym: string;
  }[];
}

/**
 * Other names for what tells people and places apart: the same one for the same thing, in all snapshots and
 * messages of a run, so that what is equal stays equal. Secrets are not its subject: they are gone before.
 */
export class Pseudonyms {
  readonly #key: string;
  readonly #addresses: AddressPseudonyms;
  readonly #pairs = new Map<string, { readonly kind: PseudonymKind; readonly pseudonym: string }>();
  readonly #counts = new Map<PseudonymKind, number>();
  /** Users and hosts, and whether their name is also another word. */
  readonly #names = new Map<string, 'plain' | 'common'>();
  #pattern: RegExp | undefined;

  /** Goes on where an earlier map ended, so that two bundles can be compared. */
  constructor({ key, pairs }: Pick<PseudonymMap, 'key' | 'pairs'>) {
    this.#key = key;
    this.#addresses = new AddressPseudonyms(key);
    for (const { kind, original, pseudonym } of pairs) {
      this.#pairs.set(`${kind} ${original}`, { kind, pseudonym });
      this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
      if (kind === 'user' || kind === 'host') this.#learn(original, NO_WORDS);
    }
  }

  /** The host as messages call it, such as `alice@web1:2222`. */
  host(target: string): string {
    const at = target.indexOf('@');
    const [, name = '', port = ''] = /^(.*?)(:\d+)?$/u.exec(target.slice(at + 1)) ?? [];
    const user = target.slice(0, Math.max(at, 0));
    const [label = ''] = name.split('.');
    if (user !== '' && user !== 'root') this.#knowAs('user', user);
    if (/^[A-Za-z]/u.test(label) && label !== 'localhost') this.#knowAs('host', label);
    const where = this.#surely('host', name) ?? this.text(name);
    return `${at === -1 ? '' : `${this.#surely('user', user) ?? user}@`}${where}${port}`;
  }

  /** Of a name that stands where only such a name does, also when it is the word `podman`. */
  #surely(kind: 'user' | 'host', name: string): string | undefined {
    return this.#pairs.get(`${kind} ${name}`)?.pseudonym;
  }

  /** A whole snapshot, with all that it says. */
  snapshot(snapshot: Snapshot): Snapshot {
    const common = commonWords(snapshot);
    for (const name of new Set(namesOfPeople(snapshot))) this.#knowAs('user', name, common);
    for (const name of hostNames(snapshot)) this.#knowAs('host', name, common);
    const { client, probes } = snapshot;
    const { streamlocal } = client;
    return {
      ...snapshot,
      host: this.host(snapshot.host),
      client: {
        ...client,
        noise: this.text(client.noise),
        ...(streamlocal === undefined
          ? {}
          : {
              streamlocal: {
                ...streamlocal,
                path: this.text(streamlocal.path),
                ...(streamlocal.error === undefined ? {} : { error: this.text(streamlocal.error) }),
              },
            }),
      },
      probes: Object.fromEntries(
        Object.entries(probes).map(([id, record]) => [id, this.#record(id, record)]),
      ),
    };
  }

  /** Any text: a message, what a host printed. */
  text(text: string): string {
    return this.#numbers(this.#domains(this.#nameds(text)));
  }

  /** What was replaced so far. */
  map(): PseudonymMap {
    const pairs = [...this.#pairs].map(([key, { kind, pseudonym }]) => ({
      kind,
      original: key.slice(kind.length + 1),
      pseudonym,
    }));
    return { schemaVersion: '1.0', key: this.#key, pairs };
  }

  #record(id: string, record: ProbeRecord): ProbeRecord {
    if (record.status === 'denied') return { ...record, because: this.text(record.because) };
    if (record.status !== 'done') return record;
    const named = this.#domains(this.#nameds(record.stdout));
    // Versions may have four numbers, and there are no addresses among them.
    if (id === 'versions' || id === 'packages' || id === 'osRelease')
      return { ...record, stdout: named };
    const stdout = this.#numbers(id === 'hostNetwork' ? this.#kernelTables(named) : named);
    return { ...record, stdout };
  }

  #knowAs(kind: 'user' | 'host', name: string, common: ReadonlySet<string> = NO_WORDS): void {
    this.#of(kind, name);
    this.#learn(name, common);
  }

  /** Whether a name is also another word is decided once; one that ever was is so for good. */
  #learn(name: string, common: ReadonlySet<string>): void {
    const isCommon = common.has(name) || name.length < 3 || this.#names.get(name) === 'common';
    this.#names.set(name, isCommon ? 'common' : 'plain');
    this.#pattern = undefined;
  }

  #of(kind: PseudonymKind, original: string): string {
    const key = `${kind} ${original}`;
    const known = this.#pairs.get(key);
    if (known !== undefined) return known.pseudonym;
    const next = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, next);
    const pseudonym = nameOf(kind, next);
    this.#pairs.set(key, { kind, pseudonym });
    return pseudonym;
  }

  #named(name: string): string {
    const pair = this.#pairs.get(`user ${name}`) ?? this.#pairs.get(`host ${name}`);
    return pair?.pseudonym ?? name;
  }

  #nameds(text: string): string {
    this.#pattern ??= patternOf(this.#names);
    return text.replaceAll(this.#pattern, (name) => this.#named(name));
  }

  #domains(text: string): string {
    const after = text.replaceAll(IN_ADDRESS, (name) => this.#domain(name));
    return after.replaceAll(DOMAIN, (name) => this.#domain(name));
  }

  /** The part that is registered gets another name; what is left of it is the name of a host. */
  #domain(name: string): string {
    const labels = name.split('.');
    const lower = name.toLowerCase();
    if (isPublicDomain(lower) || lower.endsWith('.example')) return name;
    const site = this.#of('domain', labels.slice(-2).join('.').toLowerCase());
    const left = labels.slice(0, -2).map((label) => {
      const isPseudonym = /^(?:user|host)\d+$/u.test(label);
      return isPseudonym ? label : this.#of('host', label);
    });
    return [...left, site].join('.');
  }

  #numbers(text: string): string {
    const macs = text.replaceAll(MAC, (mac) => this.#mac(mac));
    const six = macs.replaceAll(IPV6, (address) => this.#v6(address));
    return six.replaceAll(IPV4, (address) => this.#v4(address));
  }

  #mac(mac: string): string {
    const lower = mac.toLowerCase();
    return /^(?:00:){5}00$|^(?:ff:){5}ff$|^02:00:5e:/u.test(lower) ? mac : this.#of('mac', lower);
  }

  #v4(address: string): string {
    const bytes = parseIpv4(address);
    return bytes === undefined
      ? address
      : this.#paired(address, this.#addresses.v4(bytes).join('.'));
  }

  #v6(address: string): string {
    const bytes = parseIpv6(address);
    return bytes === undefined
      ? address
      : this.#paired(formatIpv6(bytes), formatIpv6(this.#addresses.v6(bytes)), address);
  }

  #paired(original: string, pseudonym: string, written: string = original): string {
    if (original === pseudonym) return written;
    this.#pairs.set(`address ${original}`, { kind: 'address', pseudonym });
    return pseudonym;
  }

  /** Rows of /proc/net: addresses in hex, those of IPv4 and each word of IPv6 in the order of the machine. */
  #kernelTables(text: string): string {
    const v4 = (hex: string): string => {
      const bytes = bytesOf(hex).toReversed();
      const after = this.#addresses.v4(bytes);
      this.#paired(bytes.join('.'), after.join('.'));
      return hexOf(after.toReversed()).toUpperCase();
    };
    const v6 = (bytes: readonly number[]): readonly number[] => {
      const after = this.#addresses.v6(bytes);
      this.#paired(formatIpv6(bytes), formatIpv6(after));
      return after;
    };
    return text
      .replaceAll(
        /^(?<head>r \S+\s+)(?<to>[\dA-F]{8})(?<gap>\s+)(?<by>[\dA-F]{8})(?=\s)/gmu,
        (_, head: string, to: string, gap: string, by: string) => `${head}${v4(to)}${gap}${v4(by)}`,
      )
      .replaceAll(/(?<=^ *\d+: )[\dA-F]{8}(?=:)/gmu, v4)
      .replaceAll(/(?<=^ *\d+: )[\dA-F]{32}(?=:)/gmu, (hex) =>
        hexOf(swapped(v6(swapped(bytesOf(hex))))).toUpperCase(),
      )
      .replaceAll(/(?<=^(?:a \S+ |(?:[\da-f]{32} [\da-f]{2} ){2}))[\da-f]{32}(?= )/gmu, (hex) =>
        hexOf(v6(bytesOf(hex))),
      );
  }
}

const NO_WORDS: ReadonlySet<string> = new Set();

function nameOf(kind: PseudonymKind, n: number): string {
  switch (kind) {
    case 'mac':
      // Locally administered (IEEE 802), so that it is nobody's.
      return `02:00:5e:${hexOf([(n >> 16) & 0xff, (n >> 8) & 0xff, n & 0xff]).replaceAll(/(?<=\w\w)(?=\w)/gu, (_, at: number) => (at % 2 === 0 ? ':' : ''))}`;
    case 'domain':
      // Nobody can have it (RFC 2606).
      return `domain${n}.example`;
    case 'user':
    case 'host':
    case 'address':
      return `${kind}${n}`;
  }
}

/** Names that stand alone; those that are also words only where a name of a user stands. */
function patternOf(names: ReadonlyMap<string, 'plain' | 'common'>): RegExp {
  const listed = (which: 'plain' | 'common'): string =>
    [...names]
      .filter(([, kind]) => kind === which)
      .map(([name]) => name)
      .toSorted((a, b) => b.length - a.length)
      .map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`))
      .join('|');
  const [plain, common] = [listed('plain'), listed('common')];
  const parts = [
    ...(plain === '' ? [] : [String.raw`(?<![A-Za-z\d_])(?:${plain})(?![A-Za-z\d_])`]),
    ...(common === ''
      ? []
      : [
          String.raw`(?<=/home/)(?:${common})(?![\w.-])`,
          String.raw`(?<=\d\()(?:${common})(?=\))`,
          String.raw`^(?:${common})(?=:\d)`,
          String.raw`(?<![\w.-])(?:${common})(?=@)`,
          String.raw`(?<=/systemd/linger/)(?:${common})(?![\w.-])`,
        ]),
  ];
  return new RegExp(parts.length === 0 ? '(?!)' : parts.join('|'), 'gmu');
}

/** Names of the host that it says itself. */
function hostNames({ probes }: Pick<Snapshot, 'probes'>): readonly string[] {
  return Object.values(probes).flatMap((record) =>
    record.status === 'done'
      ? [...record.stdout.matchAll(/\b(?:HOSTNAME=|hostname[ =:]+)(?<name>[A-Za-z][\w-]*)/gu)]
          .map(({ groups }) => groups?.['name'] ?? '')
          .filter((name) => name !== 'localhost')
      : [],
  );
}

const LABEL = String.raw`[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?`;
/** Behind `://` or `@` whatever has a dot is a name. */
const IN_ADDRESS = new RegExp(
  String.raw`(?<=:\/\/(?:[^\s\/@"']*@)?|[\w.>-]@)(?:${LABEL}\.)+[A-Za-z]{2,}(?![\w.-]*@)(?![\w-])`,
  'gu',
);
const DOMAIN = new RegExp(
  String.raw`(?<![\w.@/-])(?:${LABEL}\.)+(?:${TOP_LEVEL.join('|')})(?![\w-]|\.\w)`,
  'gu',
);
const MAC = /(?<![\da-f:])(?:[\da-f]{2}:){5}[\da-f]{2}(?![\da-f:])/giu;
const IPV6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}(?:[\da-f]{1,4}|\d+\.\d+\.\d+\.\d+)?(?![\w:])/giu;
const IPV4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d]|\.\d)/gu;

function bytesOf(hex: string): readonly number[] {
  return (hex.match(/../gu) ?? []).map((byte) => Number.parseInt(byte, 16));
}

function hexOf(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Each word of four bytes backwards. */
function swapped(bytes: readonly number[]): readonly number[] {
  return [0, 4, 8, 12].flatMap((at) => bytes.slice(at, at + 4).toReversed());
}
