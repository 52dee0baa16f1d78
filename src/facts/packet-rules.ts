import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type IptablesSave, parseIptablesSave } from '../parse/iptables-save.ts';
import { NETFILTER_STATE } from '../parse/netfilter.ts';
import { parseNft } from '../parse/nft.ts';
import type { Chain } from '../parse/packet-rules.ts';

/** All rules that the kernel has for IPv4 packets, of nft and of both flavours of iptables. */
export interface PacketRules {
  readonly chains: readonly Chain[];
  /** Tables of nft, such as `inet filter`; those of iptables-nft are among them. */
  readonly nftTables: readonly string[];
  /** Tables of iptables-nft and iptables-legacy that have rules or a policy other than accept. */
  readonly iptablesNft: readonly string[];
  readonly iptablesLegacy: readonly string[];
  /** What could not be read, for people; a walk over the rest proves nothing. */
  readonly missing: readonly string[];
}

/**
 * The rules of the packet filter. Nothing is asked that would load a module: nft and iptables-nft only
 * when the kernel has nf_tables already, iptables-legacy only when it has tables already.
 */
export const packetRules = defineFact({
  id: 'packetRules',
  title: 'Packet filter rules',
  as: 'root',
  shares: 'system',
  probe: sh`
    ${NETFILTER_STATE}
    run() {
      n=$1
      shift
      if command -v "$1" >/dev/null; then
        echo "@begin $n"
        "$@"
        printf '\n@end %s\n' "$?"
      else
        echo "@missing $n $1"
      fi
    }
    netfilter_state
    echo "@nft $nft"
    if [ "$nft" = yes ]; then
      run nft nft -s -j list ruleset
      [ "$compat" = no ] || run iptables-nft iptables-nft-save
    fi
    if [ -s /proc/net/ip_tables_names ] || read -r l </proc/net/ip_tables_names; then
      if command -v iptables-legacy-save >/dev/null; then run iptables-legacy iptables-legacy-save
      else run iptables-legacy iptables-save
      fi
    fi
    exit 0
  `,
  parse({ stdout }) {
    const answers = parseAnswers(stdout);
    if (answers.nft === undefined) {
      return unreadable('malformed', 'the probe of the packet filter did not say what it found');
    }
    return known<PacketRules>(rulesOf(answers));
  },
});

interface Answers {
  /** Whether the kernel has nf_tables; undefined when the probe did not say. */
  readonly nft: string | undefined;
  /** Output of the commands that ended with 0. */
  readonly outputs: ReadonlyMap<string, string>;
  readonly missing: readonly string[];
}

function parseAnswers(stdout: string): Answers {
  const nft = /^@nft (?<nft>\w+)$/mu.exec(stdout)?.groups?.['nft'];
  const outputs = new Map<string, string>();
  const tools = [...stdout.matchAll(/^@missing \S+ (?<tool>\S+)$/gmu)];
  const missing = tools.map(({ groups }) => `${groups?.['tool'] ?? ''} is not installed`);
  for (const part of stdout.split(/^@begin /mu).slice(1)) {
    const name = /^\S*/u.exec(part)?.[0] ?? '';
    const end = /\n@end (?<code>\d+)$/mu.exec(part);
    const code = end?.groups?.['code'];
    if (end !== null && code === '0') outputs.set(name, part.slice(name.length + 1, end.index));
    else if (code === undefined) missing.push(`${name} did not end`);
    else missing.push(`${name} ended with exit code ${code}`);
  }
  if (nft === 'unclear') missing.push('whether the kernel has nf_tables cannot be told');
  return { nft, outputs, missing };
}

function rulesOf({ outputs, missing }: Answers): PacketRules {
  const json = outputs.get('nft');
  const nft = json === undefined ? { chains: [], tables: [] } : parseNft(json);
  const save = parseIptablesSave(outputs.get('iptables-nft') ?? '', 'iptables-nft');
  const legacy = parseIptablesSave(outputs.get('iptables-legacy') ?? '', 'iptables-legacy');
  // A table that iptables-nft can express: its listing also says what nft shows as opaque `xt`.
  const expressed = new Set(save.tables.map((table) => `ip ${table}`));
  return {
    chains: [
      ...(nft?.chains ?? []).filter(({ table }) => !expressed.has(table)),
      ...save.chains,
      ...legacy.chains,
    ],
    nftTables: nft?.tables ?? [],
    iptablesNft: tablesInUse(save),
    iptablesLegacy: tablesInUse(legacy),
    missing: [
      ...missing,
      ...(nft === undefined ? ['the output of nft is not JSON'] : []),
      ...(save.malformed + legacy.malformed > 0
        ? ['iptables-save printed lines of no known form']
        : []),
    ],
  };
}

function tablesInUse({ chains }: IptablesSave): readonly string[] {
  const used = chains.filter(({ rules, base }) => rules.length > 0 || base?.policy === 'drop');
  return [...new Set(used.map(({ table }) => table.split(' ').at(-1) ?? ''))];
}
