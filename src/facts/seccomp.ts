import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseVersion, type Version } from '../parse/version.ts';

/** By what system calls of containers are filtered. */
export interface Seccomp {
  /** The profiles for which Podman looks, in its order: those that can be read. */
  readonly profiles: readonly {
    readonly path: string;
    /** A call that the profile does not list does not exist for the container; else it is forbidden. */
    readonly unlistedIsUnknown: boolean;
  }[];
  /** libseccomp, by the name of its file; null where it is not in a directory of libraries. */
  readonly library: { readonly path: string; readonly version: Version } | null;
}

/**
 * `DefaultSeccompPath` of Podman: the administrator's profile, else the one of the package. In the file
 * that Podman writes itself, the error for other calls stands in the third line.
 */
export const seccomp = defineFact({
  id: 'seccomp',
  title: 'Filter of system calls',
  as: 'user',
  shares: 'system',
  // Only builtins; one grep(1) for a profile of another form.
  probe: sh`
    for f in /etc/containers/seccomp.json /usr/share/containers/seccomp.json; do
      [ -f "$f" ] && [ -r "$f" ] || continue
      n=0 a=
      while [ $n -lt 4 ] && { read -r l || [ -n "$l" ]; }; do
        n=$((n + 1)) a=$a$l
      done <"$f"
      case $a in
        *'"defaultErrnoRet": 38'* | *'"defaultErrno": "ENOSYS"'*) echo "unknown $f" ;;
        *)
          if grep -qE '"defaultErrnoRet": *38[^0-9]|"defaultErrno": *"ENOSYS"' "$f"; then echo "unknown $f"
          else echo "forbidden $f"
          fi
          ;;
      esac
    done
    for f in /usr/lib/*-linux-*/libseccomp.so.2.* /lib/*-linux-*/libseccomp.so.2.* \
      /usr/lib64/libseccomp.so.2.* /usr/lib/libseccomp.so.2.*; do
      [ "$f" -ef "\${f%.2.*}.2" ] && echo "library $f"
    done
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n').map((line) => {
      const at = line.indexOf(' ');
      return { word: line.slice(0, at), path: line.slice(at + 1) };
    });
    const libraries = lines.flatMap(({ word, path }) => {
      const version = parseVersion(
        /\.so\.(?<version>[\d.]+)$/u.exec(path)?.groups?.['version'] ?? '',
      );
      return word === 'library' && version !== undefined ? [{ path, version }] : [];
    });
    return known<Seccomp>({
      profiles: lines
        .filter(({ word }) => word === 'unknown' || word === 'forbidden')
        .map(({ word, path }) => ({ path, unlistedIsUnknown: word === 'unknown' })),
      library: libraries[0] ?? null,
    });
  },
});
