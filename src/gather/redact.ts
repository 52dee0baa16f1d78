import type { Snapshot } from './snapshot.ts';

/**
 * Takes secrets out of text from a host, before it is parsed, stored, logged or shown. Names stay, so
 * that a person can see that a value was set.
 */
export function redact(text: string): string {
  return RULES.reduce(
    (rest, { pattern, replacement }) => rest.replaceAll(pattern, replacement),
    text,
  );
}

/** What stands where a secret was. */
export const REDACTED = '<redacted>';

// `passwd:` alone is a line of nsswitch.conf, and `SSH_AUTH_SOCK` is a path.
const SECRET_NAME = String.raw`(?:[\w.-]*(?:password|passphrase|_passwd|secret|token|credential|api_?key|access_?key|private_?key)[\w.-]*|auth)`;

const RULES: readonly { readonly pattern: RegExp; readonly replacement: string }[] = [
  // PEM blocks, should a probe ever print one. First, as the other rules would take their first line alone.
  {
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/gu,
    replacement: REDACTED,
  },
  // scheme://user:password@host, as in proxy URLs.
  {
    pattern: /(?<scheme>\b[a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/giu,
    replacement: `$<scheme>${REDACTED}@`,
  },
  // NAME=value and NAME: value, when the name says that it is a secret.
  {
    pattern: new RegExp(
      String.raw`(?<head>(?:^|[\s"'|,;[{])${SECRET_NAME}["']?\s*[=:]\s*)(?<value>"[^"\n]*"|'[^'\n]*'|[^\s,;\]}"']+)`,
      'gimu',
    ),
    replacement: `$<head>${REDACTED}`,
  },
  // --password VALUE of a command line; with an equals sign it is what is above.
  {
    pattern: new RegExp(
      String.raw`(?<head>(?:^|[\s"'=])--?[\w-]*(?:password|passphrase|secret|token|credentials?|api-?key)\s+["']?)(?!--)[^\s"']+`,
      'gimu',
    ),
    replacement: `$<head>${REDACTED}`,
  },
  // Header lines of HTTP, as in PodmanArgs= and start-up files (RFC 9110, 11.6.2).
  {
    pattern: /(?<head>\b(?:bearer|basic)\s+)(?=[^\s"']*\d)[\w.~+/=-]{8,}/giu,
    replacement: `$<head>${REDACTED}`,
  },
  // What says by its form that it is one: GitHub, GitLab, Docker, npm, Slack and AWS, JSON web tokens (RFC 7519).
  {
    pattern:
      /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{20,}|dckr_pat_[\w-]{20,}|npm_\w{30,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z\d]{16}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})/gu,
    replacement: REDACTED,
  },
  // Hashes of passwords: crypt(5).
  {
    pattern: /\$(?:y|gy|7|6|5|2[abxy]|1|sha1)\$[\w./$,=]{13,}/gu,
    replacement: REDACTED,
  },
  // `Environment=` of a systemd unit and `env = [...]` of containers.conf: any value may be one.
  {
    pattern: /(?<head>(?:^|[\s|])Environment=\s*)(?<rest>\S.*)$/gimu,
    replacement: `$<head>${REDACTED}`,
  },
  {
    pattern: /(?<head>(?:^|[\s|])env\s*=\s*\[)[^\]]*(?<tail>\])/gimu,
    replacement: `$<head>$<tail> # ${REDACTED}`,
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
