/** A limit as containers.conf(5) writes it: `nofile=1024:2048`. */
export interface Ulimit {
  readonly name: string;
  readonly soft: number;
  readonly hard: number;
}

/** Reads `name=soft[:hard]`; -1 is no limit. `host` and anything else is `null`. */
export function parseUlimit(text: string): Ulimit | null {
  const { name, soft, hard } =
    /^(?<name>[a-z]+)=(?<soft>-1|\d{1,19})(?::(?<hard>-1|\d{1,19}))?$/u.exec(text.trim())?.groups ??
    {};
  if (name === undefined || soft === undefined) return null;
  return { name, soft: limit(soft), hard: limit(hard ?? soft) };
}

function limit(word: string): number {
  return word === '-1' ? Number.POSITIVE_INFINITY : Number(word);
}
