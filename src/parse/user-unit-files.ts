/** The files of one unit, first the directory that wins. */
export interface UnitFiles {
  /** The file that counts; `null` when there is none. */
  readonly path: string | null;
  /** The file that counts hides the unit: it is empty, or a link to /dev/null. */
  readonly masked: boolean;
  /** Links by which some other unit starts it: the unit is enabled. */
  readonly wantedBy: readonly string[];
  readonly dropIns: readonly string[];
}

export interface UserUnitFiles {
  readonly units: ReadonlyMap<string, UnitFiles>;
  /**
   * Units enabled for multi-user.target, which no user manager has, and not for default.target too; with the link that
   * says so.
   */
  readonly wantedByMultiUser: readonly { readonly unit: string; readonly path: string }[];
  /** Directories that may not be read. */
  readonly denied: readonly string[];
}

/** Reads the lines of the `userUnitFiles` probe; other lines are skipped. */
export function parseUserUnitFiles(text: string): UserUnitFiles {
  const units = new Map<string, UnitFiles>();
  const wantedByMultiUser: { unit: string; path: string }[] = [];
  const denied: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^(?<kind>[a-z]+) (?:(?<unit>\S+) )?(?<path>\/.*)$/u.exec(line);
    const { kind = '', unit = '', path = '' } = match?.groups ?? {};
    if (kind === 'denied') denied.push(path);
    else if (kind === 'multiuser') wantedByMultiUser.push({ unit, path });
    else if (unit !== '') units.set(unit, added(units.get(unit) ?? NONE, kind, path));
  }
  return { units, wantedByMultiUser, denied };
}

const NONE: UnitFiles = { path: null, masked: false, wantedBy: [], dropIns: [] };

function added(files: UnitFiles, kind: string, path: string): UnitFiles {
  switch (kind) {
    case 'file':
    case 'masked':
      return files.path === null ? { ...files, path, masked: kind === 'masked' } : files;
    case 'wanted':
      return { ...files, wantedBy: [...files.wantedBy, path] };
    case 'dropin':
      return { ...files, dropIns: [...files.dropIns, path] };
    default:
      return files;
  }
}
