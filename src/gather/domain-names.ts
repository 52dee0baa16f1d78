/**
 * Last labels by which a name is known to be a domain. Two letters that also end names of files (`sh`, `so`, `py`,
 * `pl`, `md`, `rs`, `cc`) are none of them: such a domain is seen in an address only.
 */
export const TOP_LEVEL: readonly string[] = [
  ...['com', 'org', 'net', 'edu', 'gov', 'mil', 'io', 'dev', 'app', 'cloud', 'tech', 'info', 'biz'],
  ...['lan', 'internal', 'corp', 'intra', 'intranet', 'localdomain', 'private', 'test', 'arpa'],
  ...[
    'ac',
    'ai',
    'ar',
    'at',
    'au',
    'be',
    'br',
    'ca',
    'ch',
    'cl',
    'cn',
    'co',
    'cz',
    'de',
    'dk',
    'es',
  ],
  ...[
    'eu',
    'fi',
    'fr',
    'gr',
    'hu',
    'ie',
    'il',
    'it',
    'jp',
    'kr',
    'mx',
    'nl',
    'nz',
    'pt',
    'ro',
    'ru',
  ],
  ...['se', 'sg', 'sk', 'tr', 'tv', 'tw', 'ua', 'uk', 'us', 'za'],
];

/** Registries and projects that everybody knows; checks know some of them by name. */
const PUBLIC: readonly string[] = [
  ...[
    'docker.io',
    'docker.com',
    'quay.io',
    'ghcr.io',
    'gcr.io',
    'k8s.io',
    'podman.io',
    'mcr.microsoft.com',
  ],
  ...[
    'redhat.com',
    'redhat.io',
    'fedoraproject.org',
    'centos.org',
    'rockylinux.org',
    'almalinux.org',
  ],
  ...['oracle.com', 'opensuse.org', 'suse.com', 'debian.org', 'ubuntu.com', 'canonical.com'],
  ...[
    'archlinux.org',
    'alpinelinux.org',
    'nixos.org',
    'gentoo.org',
    'freedesktop.org',
    'systemd.io',
  ],
  ...[
    'kernel.org',
    'gnu.org',
    'openssh.com',
    'openssh.org',
    'libssh.org',
    'github.com',
    'github.io',
  ],
  ...['github.blog', 'gitlab.com', 'man7.org', 'opencontainers.org', 'example.com', 'example.org'],
  ...['example.net', 'golang.org', 'linuxcontainers.org', 'access.redhat.com', 'apache.org'],
];

/** Units of systemd, such as the instance `user@1000.service`; see systemd.unit(5). */
const UNIT =
  /\.(?:service|socket|device|mount|automount|swap|target|path|timer|slice|scope|container|network|volume)$/u;

/** Whether a name, in lower case, says nothing of a site. */
export function isPublicDomain(name: string): boolean {
  if (UNIT.test(name)) return true;
  return PUBLIC.some((one) => name === one || name.endsWith(`.${one}`));
}
