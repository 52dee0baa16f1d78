import type { FactValues } from '../../src/facts/index.ts';
import { absent, known } from '../../src/model/fact.ts';
import type { FactStates } from '../../src/model/fact-states.ts';
import {
  isTomlProblem,
  mergeToml,
  parseTomlFile,
  type TomlSettings,
} from '../../src/parse/toml.ts';

/** What Podman, and what is around it, makes of a file that was written. */
export function afterConfiguration(facts: FactStates, path: string, content: string): FactStates {
  const settings = parseTomlFile({ path, text: content });
  if (path.includes('/containers.conf.d/')) {
    return changed(facts, 'containersConf', (conf) => ({
      ...conf,
      settings: mergeToml(conf.settings, must(settings)),
    }));
  }
  if (path.includes('/registries.conf.d/')) {
    return changed(facts, 'registriesConf', (conf) => ({
      ...conf,
      layers: [...conf.layers, { path, settings: must(settings) }],
    }));
  }
  if (path.endsWith('/storage.conf')) {
    const written = changed(facts, 'userStorageConf', () => ({ path, text: content }));
    return changed(written, 'storageConf', (conf) => ({ ...conf, settings: must(settings) }));
  }
  if (path === valueIn(facts, 'networkConfig')?.backendFile.path) {
    return changed(facts, 'networkConfig', (now) => ({
      ...now,
      backendFile: { path, status: 'ok', value: content },
    }));
  }
  if (path.startsWith('/etc/security/limits.d/')) {
    return { ...facts, loginLimitsDropIn: known(content) };
  }
  if (path.includes('/nftables.service.d/')) {
    const lines = content.split('\n').map((text, at) => ({ file: path, line: at + 1, text }));
    return changed(facts, 'firewall', (now) => ({ ...now, lines: [...now.lines, ...lines] }));
  }
  if (path.startsWith('/etc/apparmor.d/')) {
    return changed(facts, 'apparmorProfiles', (now) => ({
      ...now,
      profiles: [
        ...now.profiles,
        {
          path,
          line: 5,
          name: /^profile (?<name>\S+)/mu.exec(content)?.groups?.['name'] ?? '',
          attachment: /^profile \S+ (?<path>\S+)/mu.exec(content)?.groups?.['path'] ?? '',
          flags: ['unconfined'],
          mediatesUserns: true,
          allowsUserns: content.includes('userns,'),
          disabled: false,
        },
      ],
    }));
  }
  return facts;
}

/** What programs change that repair what Podman left behind. */
export function afterProgram(facts: FactStates, argv: readonly string[]): FactStates {
  const line = argv.join(' ');
  const last = argv.at(-1) ?? '';
  if (/^rm -f -- .*\/pause\.pid$/u.test(line)) {
    return { ...facts, podmanNamespace: absent('a live pause process of Podman does not exist') };
  }
  if (line.includes('/dev/shm/')) {
    return changed(facts, 'storage', (now) => ({ ...now, locks: null }));
  }
  if (line.startsWith('rm -rf -- ')) {
    return changed(facts, 'storage', (now) => ({ ...now, recordedBootId: null }));
  }
  if (line.startsWith('podman system migrate --new-runtime ')) {
    const runtime = { name: last, path: `/usr/bin/${last}` };
    return changed(facts, 'storage', (now) => ({ ...now, runtimes: [...now.runtimes, runtime] }));
  }
  if (line === 'mount --make-rshared /') {
    return changed(facts, 'mounts', (now) =>
      now.map((mount) => ({ ...mount, propagation: ['shared:1'] })),
    );
  }
  if (line === 'chmod 666 /dev/fuse') {
    return changed(facts, 'storage', (now) => ({ ...now, fuse: 'ok', fuseMode: null }));
  }
  if (/^systemctl --user (?:re)?start dbus\.socket$/u.test(line)) return busListens(facts);
  if (line === 'systemctl --user restart podman.service') {
    return changed(facts, 'apiAnswer', (now) => ({
      ...now,
      service: now.service === null ? null : { ...now.service, replaced: false },
    }));
  }
  if (line.startsWith('apparmor_parser -r ')) return profileLoaded(facts, last);
  if (line.startsWith('restorecon ')) return relabelled(facts, last);
  if (line.startsWith('semanage fcontext -a -e ')) {
    return changed(facts, 'selinux', (now) => ({
      ...now,
      labels: now.labels.map((one) =>
        one.path.startsWith(last) ? { ...one, expected: 'container_ro_file_t' } : one,
      ),
    }));
  }
  return facts;
}

/** Those of the firewall are in a fact of their own. */
export function unitEnabled(facts: FactStates, unit: string): FactStates {
  return changed(facts, 'firewall', (now) => ({
    ...now,
    units: now.units.map((one) =>
      `${one.name}.service` === unit ? { ...one, enabled: true, active: 'active' } : one,
    ),
  }));
}

function busListens(facts: FactStates): FactStates {
  return changed(facts, 'apiSockets', (now) => {
    const path = `${now.runtimeDir}/bus`;
    const meta = { path, mode: 0o666, uid: 1000, gid: 1000, mtime: 1 };
    const file = { ...meta, status: 'ok', type: 'socket' } as const;
    return {
      ...now,
      files: new Map([...now.files, [path, file]]),
      listening: new Set([...(now.listening ?? []), path]),
    };
  });
}

function profileLoaded(facts: FactStates, path: string): FactStates {
  const name = valueIn(facts, 'apparmorProfiles')?.profiles.find((one) => one.path === path)?.name;
  return changed(facts, 'apparmorLoaded', (now) => [
    ...now,
    { name: name ?? '', mode: 'unconfined' },
  ]);
}

function relabelled(facts: FactStates, path: string): FactStates {
  return changed(facts, 'selinux', (now) => ({
    ...now,
    labels: now.labels.map((one) =>
      one.path.startsWith(path) ? { ...one, type: one.expected ?? one.type } : one,
    ),
  }));
}

function must(read: ReturnType<typeof parseTomlFile>): TomlSettings {
  if (isTomlProblem(read)) throw new Error(`what was written is no TOML: ${read.message}`);
  return read;
}

function valueIn<Id extends keyof FactValues>(
  facts: FactStates,
  id: Id,
): FactValues[Id] | undefined {
  const state = facts[id];
  return state?.state === 'known' ? state.value : undefined;
}

function changed<Id extends keyof FactValues>(
  facts: FactStates,
  id: Id,
  change: (value: FactValues[Id]) => FactValues[Id],
): FactStates {
  const value = valueIn(facts, id);
  return value === undefined ? facts : { ...facts, [id]: known(change(value)) };
}
