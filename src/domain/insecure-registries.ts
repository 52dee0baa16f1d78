import type { RegistriesConf, RegistriesLayer } from '../facts/registries-conf.ts';
import { isObject, list, member, text } from '../parse/json-value.ts';

/** A registry that a file marks as insecure, and that is not: another file takes the place of the mark. */
export interface LostMark {
  readonly registry: string;
  /** The file with the mark. */
  readonly file: string;
  /** The file that counts in its place. */
  readonly by: string;
  /** `file`: for the whole file; `table`: for the table of this registry. */
  readonly replaced: 'file' | 'table';
}

interface Table {
  readonly file: string;
  readonly registry: string;
  /** As it is written; undefined when it is not. */
  readonly insecure: boolean | undefined;
}

/**
 * Of main files only the last counts, and of tables with one prefix the last, as a whole: a later one without
 * `insecure` takes the mark away (`updateWithConfigurationFrom` of image/pkg/sysregistriesv2; measured with Podman 4.3).
 * A later `insecure = false` is meant.
 */
export function lostMarks({ layers, shadowed }: RegistriesConf): readonly LostMark[] {
  const counting = layers.flatMap(tables);
  const main = layers.findLast(({ path }) => !path.includes('.d/'));
  const covered = (registry: string): boolean =>
    counting.some((one) => one.insecure === true && covers(one.registry, registry));
  return [...shadowed.flatMap(tables), ...counting]
    .filter(({ insecure }) => insecure === true)
    .flatMap(({ file, registry }): LostMark[] => {
      const last = counting.findLast((one) => one.registry === registry);
      if (last !== undefined) {
        return last.insecure === undefined
          ? [{ registry, file, by: last.file, replaced: 'table' }]
          : [];
      }
      return main === undefined || covered(registry)
        ? []
        : [{ registry, file, by: main.path, replaced: 'file' }];
    });
}

/** A prefix such as `*.lan` is about the hosts below. */
function covers(prefix: string, registry: string): boolean {
  return prefix.startsWith('*')
    ? registry.replace(/[:/].*$/u, '').endsWith(prefix.slice(1))
    : registry.startsWith(prefix);
}

function tables({ path, settings }: RegistriesLayer): readonly Table[] {
  return list(settings.get('registry')?.value)
    .filter((one) => isObject(one))
    .map((one) => {
      const insecure = member(one, 'insecure');
      return {
        file: path,
        // A table without a prefix is about its location.
        registry: text(member(one, 'prefix')) || text(member(one, 'location')),
        insecure: typeof insecure === 'boolean' ? insecure : undefined,
      };
    });
}
