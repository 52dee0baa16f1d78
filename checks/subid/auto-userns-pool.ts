import { isRoot } from '../../src/domain/host.ts';
import { countIds } from '../../src/domain/subid.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import { type Readable, valueOr } from '../../src/model/fact.ts';
import type { Subids } from '../../src/parse/subid.ts';
import type { TomlSetting } from '../../src/parse/toml.ts';

/** `auto-userns-min-size` of containers-storage.conf(5), by default. */
const LEAST = 1024;

/** `root-auto-userns-user` of containers-storage.conf(5), by default. */
const OWNER = 'containers';

/** The range of podman-run(1), which is above all that useradd(8) gives. */
const RANGE = '2147483647:2147483648';

/**
 * A rootful container with a user namespace of its own takes its ids from a range that is reserved for
 * that: Debian and Fedora reserve none, so it is a fault only where such namespaces are asked for.
 */
export const autoUsernsPool = defineCheck({
  meta: {
    id: 'auto-userns-pool',
    area: 'subid',
    title: 'There are ids for the user namespaces of rootful containers',
    failureTitle: 'There are no ids for the user namespaces of rootful containers',
    description:
      'Where containers.conf gives every container a user namespace of its own, no rootful container starts without ids for it.',
    severity: 'error',
    needs: ['rootful'],
    covers: ['F018'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html#userns-mode',
      'https://github.com/shadow-maint/shadow/issues/1710',
    ],
    messages: {
      tooFew:
        '{{conf}} sets userns to "auto", and {{owner}}, of whom rootful containers take their ids, has {{count}} of them in {{file}}; one container takes {{least}}.',
    },
    commands: {
      tooFew: [
        'grep {{owner}} /etc/subuid /etc/subgid; getent passwd {{owner}}',
        'sudo useradd --system --no-create-home --shell /usr/sbin/nologin {{owner}}',
        'echo {{line}} | sudo tee -a {{file}}',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'containersConf', 'storageConf', 'nsswitch', 'subuid', 'subgid'],
  evaluate({ user, containersConf, storageConf, nsswitch, subuid, subgid }) {
    const setting = settingIn(containersConf, isRoot(user));
    if (setting === null) return notApplicable('containers.conf asks for no user namespaces');
    if (valueOr(nsswitch, undefined)?.subid.some((source) => source !== 'files') === true) {
      return unknown('nsswitch.conf takes subordinate ids from elsewhere than the files');
    }
    const owner = ownerIn(storageConf);
    const line = `${owner}:${RANGE}`;
    const conf = setting.file;
    const counts = [
      { file: '/etc/subuid', count: countOf(owner, subuid) },
      { file: '/etc/subgid', count: countOf(owner, subgid) },
    ];
    return verdictOf(
      counts
        .filter(({ count }) => count < LEAST)
        .map(({ file, count }) => ({
          messageId: 'tooFew' as const,
          data: { conf, owner, count, file, least: LEAST, line },
          evidence: [
            { kind: 'file', where: file, found: `${count} ids`, expected: line },
            { kind: 'file', where: conf, found: 'userns = "auto"', expected: 'ids for it' },
          ] as const,
        })),
    );
  },
});

/** What makes every rootful container ask for a namespace. The file of a user is none of root's. */
function settingIn(containersConf: Readable<LayeredConfig>, isOfRoot: boolean): TomlSetting | null {
  const setting = valueOr(containersConf, undefined)?.settings.get('containers.userns');
  if (typeof setting?.value !== 'string' || !/^auto(?::|$)/u.test(setting.value)) return null;
  return isOfRoot || /^\/(?:etc|usr)\//u.test(setting.file) ? setting : null;
}

function ownerIn(storageConf: Readable<StorageConf>): string {
  const key = 'storage.options.root-auto-userns-user';
  const value = valueOr(storageConf, undefined)?.inFile.get(key)?.value;
  return typeof value === 'string' && value !== '' ? value : OWNER;
}

function countOf(name: string, file: Readable<Subids>): number {
  const entries = file.state === 'known' ? file.value.entries : [];
  return countIds(entries.filter(({ owner }) => owner === name));
}
