import type { Snapshot } from './snapshot.ts';

/**
 * Takes secrets out of text from a host, before it is parsed, stored, logged or shown. Names stay, so
 * that a person can see that a value was set.
 */
export function redact(text: string): string {
  return RULES.reduce(
    (rest, { hint, pattern, replacement }) =>
      hint.test(rest) ? rest.replaceAll(pattern, replacement) : rest,
    text,
  );
}

/** What stands where a secret was. */
export const REDACTED = '<redacted>';

// `passwd:` alone is a line of nsswitch.conf, and `SSH_AUTH_SOCK` is a path. Lengths are bounded: a host may print
// one word without an end.
const PART = String.raw`[\w.-]{0,120}`;
// `credential-helpers` of registries.conf names programs.
const SECRET_NAME = String.raw`(?!credential-helpers\b)(?:${PART}(?:password|passphrase|_passwd|secret|token|credential|api_?key|access_?key|private_?key)${PART}|${PART}[_.-](?:pass|pwd)|auth)`;

/** A name begins here: not within a word or a path. JSON has line ends of its own. */
const BEFORE = String.raw`(?:(?<![\w./:-])|(?<=\\[nrt]))`;
/** The name, and what stands between it and the value. */
const NAMED = String.raw`${SECRET_NAME}(?:\\?["'])?\s*[=:]\s*`;
/** The same in a record with colons, in which a name may be a field: `system_u:object_r:secret_t:s0`. */
const IN_RECORD = String.raw`:${SECRET_NAME}(?:\\?["'])?(?:\s*=\s*|\s*:\s+)`;
/** An option of a command line begins here. */
const BEFORE_OPTION = String.raw`(?:(?<![\w./-])|(?<=\\[nrt]))`;

/** As it is, or as it stands in a string of JSON. */
const QUOTED = String.raw`\\"[^"\n]*\\"|"[^"\n]*"|'[^'\n]*'`;
/** What the rule for quoted values has done. */
const DONE = String.raw`(?!\[?\\?["']${REDACTED}\\?["'])`;
/** A comma or a brace is the end, unless the word goes on. */
const WORD = String.raw`(?:${QUOTED}|[^\s,;\]}"']|[,;\]}]+(?=[^\s,;\]}"']))+`;

/** What every name of a secret has in it, and every option. */
const NAME_HINT = /pass|pwd|secret|token|credential|key|auth/iu;

/** One kind of secret. */
interface Rule {
  /** Is in everything that the pattern matches, and quickly found: most texts hold no secret. */
  readonly hint: RegExp;
  readonly pattern: RegExp;
  readonly replacement: string;
}

/** In the order in which they are applied; exported for the test of their hints. */
export const RULES: readonly Rule[] = [
  // PEM blocks, should a probe ever print one. First, as the other rules would take their first line alone.
  {
    hint: /PRIVATE KEY/u,
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
    replacement: REDACTED,
  },
  // scheme://user:password@host, as in proxy URLs. Who forgets to write %40 has an @ in the password.
  {
    hint: /:\/\//u,
    pattern: /(?<scheme>\b[a-z][a-z\d+.-]{0,30}:\/\/)[^\s/"']+@/giu,
    replacement: `$<scheme>${REDACTED}@`,
  },
  // Environment of a systemd unit, with the lines that go on with it: any value may be one.
  {
    hint: /environment=/iu,
    pattern: /(?<head>(?:^|[\s|])Environment=[^\S\n]*)(?=\S)(?:.*\\\n)*.*$/gimu,
    replacement: `$<head>${REDACTED}`,
  },
  // The same in a string of JSON.
  {
    hint: /environment=/iu,
    pattern: /(?<head>(?:\\n|")Environment=)(?:[^"\\\n]|\\[^n\n]|\\\\n)+/giu,
    replacement: `$<head>${REDACTED}`,
  },
  // `env = [...]` of containers.conf and `"env": [...]` of OCI. What was cut has no end.
  {
    hint: /env/iu,
    pattern:
      /(?<head>(?:(?:^|[\s|])env\s*=|["']env["']\s*:)\s*\[)(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#.*|[^\]"'#])*(?:\]|(?:["'][^]*)?$(?![^]))/gimu,
    replacement: `$<head>"${REDACTED}"]`,
  },
  // The same in a string of JSON.
  {
    hint: /env/iu,
    pattern:
      /(?<head>(?:(?:\\n|")env\s*=|\\"env\\"\s*:)\s*\[)(?:\\"(?:(?!\\")[^"\n])*\\"|[^\]"\n])*(?:\]|(?=["\n])|$(?![^]))/giu,
    replacement: String.raw`$<head>\"${REDACTED}\"]`,
  },
  // A list of secrets.
  {
    hint: NAME_HINT,
    pattern: new RegExp(
      String.raw`(?<head>(?:${BEFORE}${NAMED}|${IN_RECORD})\[\s*)(?=(?<quote>\\?["']))(?:${QUOTED}|[^\]\n"'])*(?:["'].*$)?`,
      'gimu',
    ),
    replacement: `$<head>$<quote>${REDACTED}$<quote>`,
  },
  // NAME=value and NAME: value, when the name says that it is a secret. Quotes stay: JSON and TOML are still read.
  {
    hint: NAME_HINT,
    pattern: new RegExp(
      String.raw`(?<head>(?:${BEFORE}${NAMED}|${IN_RECORD})(?<quote>\\?["']))(?:(?!\k<quote>)(?:\\.|[^\\\n]))*(?<tail>\k<quote>)(?![^\s,;\]})|\\])`,
      'gimu',
    ),
    replacement: `$<head>${REDACTED}$<tail>`,
  },
  {
    hint: NAME_HINT,
    pattern: new RegExp(String.raw`(?<head>${BEFORE}${NAMED}|${IN_RECORD})${DONE}${WORD}`, 'gimu'),
    replacement: `$<head>${REDACTED}`,
  },
  // --password VALUE of a command line; with an equals sign it is what is above.
  {
    hint: NAME_HINT,
    pattern: new RegExp(
      String.raw`(?<head>${BEFORE_OPTION}--?[\w-]*(?:password|passphrase|secret|token|credentials?|api-?key)\s+)(?!--)(?:${QUOTED}|[^\s"'])+`,
      'gimu',
    ),
    replacement: `$<head>${REDACTED}`,
  },
  // Users and passwords in one word. `--user 1000:1000` is an account and a group.
  {
    hint: /-u|creds/iu,
    pattern: new RegExp(
      String.raw`(?<head>${BEFORE_OPTION}(?:-u|--user|--proxy-user|--creds)[\s=]+["']?[^\s:"']+:)(?!\d+(?:[\s"']|$))[^\s"']+`,
      'gimu',
    ),
    replacement: `$<head>${REDACTED}`,
  },
  // Header lines of HTTP, as in PodmanArgs= and start-up files (RFC 9110, 11.6.2).
  {
    hint: /authorization/iu,
    pattern:
      /(?<head>\bauthorization["']?\s*[=:]\s*["']?(?:bearer|basic|digest|token)\s+)[^"'\n]+/giu,
    replacement: `$<head>${REDACTED}`,
  },
  {
    hint: /bearer|basic/iu,
    pattern: /(?<head>\b(?:bearer|basic)\s+)(?=[^\s"']*\d)[\w.~+/=-]{8,}/giu,
    replacement: `$<head>${REDACTED}`,
  },
  // What says by its form that it is one: GitHub, GitLab, Docker, npm, Slack and AWS, JSON web tokens (RFC 7519).
  {
    hint: /gh[pousr]_|github_pat_|glpat-|dckr_pat_|npm_|xox|AKIA|ASIA|eyJ/u,
    pattern:
      /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|dckr_pat_[\w-]{20,}|npm_\w{30,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z\d]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/gu,
    replacement: REDACTED,
  },
  // Hashes of passwords: crypt(5).
  {
    hint: /\$\w/u,
    pattern: /\$(?:y|gy|7|6|5|2[abxy]|1|sha1)\$[\w./$,=]{13,}/gu,
    replacement: REDACTED,
  },
];

/** How many secrets were taken out of a snapshot, by fact; facts without any are left out. */
export function secretsIn({
  probes,
  client,
}: Pick<Snapshot, 'probes' | 'client'>): Readonly<Record<string, number>> {
  const texts = Object.entries(probes).map(([id, record]): [string, string] => [
    id,
    'stdout' in record ? record.stdout : 'because' in record ? record.because : '',
  ]);
  return Object.fromEntries(
    [...texts, ['noise', client.noise] as const]
      .map(([id, text]) => [id, text.split(REDACTED).length - 1] as const)
      .filter(([, count]) => count > 0),
  );
}
