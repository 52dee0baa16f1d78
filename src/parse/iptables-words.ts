/** One option of an iptables rule with its values: `! --dport 80` is `{name: '--dport', negated, values}`. */
export interface IptablesOption {
  readonly name: string;
  readonly negated: boolean;
  readonly values: readonly string[];
}

/** Splits a line of iptables-save into words; a quoted word keeps its spaces. */
export function splitIptablesLine(line: string): readonly string[] {
  return [...line.matchAll(/"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>\S+)/gu)].map(
    ({ groups = {} }) => groups['quoted']?.replaceAll(/\\(.)/gu, '$1') ?? groups['plain'] ?? '',
  );
}

/** Groups words into options. A `!` belongs to the option after it. */
export function groupOptions(words: readonly string[]): readonly IptablesOption[] {
  const options: { name: string; negated: boolean; values: string[] }[] = [];
  let negated = false;
  for (const word of words) {
    const last = options.at(-1);
    if (word === '!') negated = true;
    else if (isOption(word)) {
      options.push({ name: word, negated, values: [] });
      negated = false;
    } else if (last !== undefined) last.values.push(word);
  }
  return options;
}

function isOption(word: string): boolean {
  return /^-(?:[a-zA-Z]$|-[a-z])/u.test(word);
}
