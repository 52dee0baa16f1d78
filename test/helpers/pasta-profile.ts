import { parsePastaProfile, type PastaProfile } from '../../src/parse/pasta-profile.ts';

/** What the probe of the fact `pastaProfile` prints of these files. */
export function pastaProfileOutput(
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
): string {
  const rows = Object.entries(files).flatMap(([path, text]) => [
    `file /etc/apparmor.d/${path}`,
    ...text.split('\n').map((line, at) => `${at + 1}|${line}`),
  ]);
  return ['pasta /usr/bin/pasta', ...more, ...rows, ''].join('\n');
}

export function pastaProfileOf(
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
): PastaProfile {
  const profile = parsePastaProfile(pastaProfileOutput(files, ...more));
  if (profile === undefined) throw new Error('there is a program in it');
  return profile;
}

/** The shape of passt's own files: the rule that Podman needs is in the abstraction. */
export const ABSTRACTION = `  abi <abi/3.0>,

  include <abstractions/passt>

  @{run}/user/@{uid}/**\t\t\trw,\t# pasta_open_ns()
  @{PROC}/[0-9]*/ns/net\t\t\tr,
  owner @{PROC}/@{pid}/uid_map\t\trw,
  /{usr/,}bin/**\t\t\tUx,`;

export const PROFILE = `abi <abi/3.0>,

include <tunables/global>

profile pasta /usr/bin/pasta{,.avx2} flags=(attach_disconnected) {
  include <abstractions/pasta>

  mount ""\t-> "/tmp/",
  owner /tmp/**\t\t\t\tw,
  owner @{HOME}/**\t\t\tw,
}`;

export const SHIPPED = {
  'usr.bin.pasta': PROFILE,
  'abstractions/pasta': ABSTRACTION,
  'abstractions/passt': '  include <abstractions/base>\n  capability setuid,\n  network unix,',
};
