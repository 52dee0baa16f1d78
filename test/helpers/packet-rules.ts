import { readFileSync } from 'node:fs';
import { type PacketRules, packetRules } from '../../src/facts/packet-rules.ts';

/** Rules recorded on a real host, as the probe prints them. */
export type RecordedRules =
  | 'trixie-netavark'
  | 'bookworm-netavark'
  | 'bookworm-ufw'
  | 'bookworm-firewalld'
  | 'bookworm-both-flavours'
  | 'own-nftables';

export function recordedOutput(name: RecordedRules): string {
  return readFileSync(new URL(`../fixtures/packet-rules/${name}.txt`, import.meta.url), 'utf8');
}

export function recordedRules(name: RecordedRules): PacketRules {
  return rulesFrom(recordedOutput(name));
}

/** Rules from the output of the probe. */
export function rulesFrom(stdout: string): PacketRules {
  const state = packetRules.parse({ stdout, exitCode: 0 });
  if (state.state !== 'known') throw new Error(state.because);
  return state.value;
}

/** Rules in the format of iptables-save, as iptables-legacy has them. */
export function legacyRules(...lines: readonly string[]): PacketRules {
  return rulesFrom(
    `@nft no\n@begin iptables-legacy\n*filter\n${lines.join('\n')}\nCOMMIT\n\n@end 0\n`,
  );
}

/** Rules of nft: one chain of one hook. */
export function nftChain(
  base: { readonly hook: string; readonly policy?: 'accept' | 'drop'; readonly prio?: number },
  ...rules: readonly (readonly unknown[])[]
): PacketRules {
  const where = { family: 'inet', table: 'filter' };
  const objects = [
    { table: { family: 'inet', name: 'filter' } },
    { chain: { ...where, name: 'c', type: 'filter', prio: 0, ...base } },
    ...rules.map((expr, at) => ({ rule: { ...where, chain: 'c', handle: at + 1, expr } })),
  ];
  return rulesFrom(`@nft yes\n@begin nft\n${JSON.stringify({ nftables: objects })}\n\n@end 0\n`);
}
