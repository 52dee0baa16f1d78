/** Ids from `min` to `max`, both included. */
export interface IdBounds {
  readonly min: number;
  readonly max: number;
}

/** Where login.defs(5) lets useradd(8) take ids from. */
export interface LoginDefs {
  readonly subUids: IdBounds;
  readonly subGids: IdBounds;
  readonly uids: IdBounds;
  readonly gids: IdBounds;
}

/** What shadow takes where a key is not set (login.defs(5)). */
export const LOGIN_DEFS_DEFAULTS: LoginDefs = {
  subUids: { min: 100_000, max: 600_100_000 },
  subGids: { min: 100_000, max: 600_100_000 },
  uids: { min: 1000, max: 60_000 },
  gids: { min: 1000, max: 60_000 },
};

/** Reads `KEY value` lines; a value that is no number counts as not set, and the last one counts. */
export function parseLoginDefs(text: string): LoginDefs {
  const values = new Map(
    text.split('\n').flatMap((line): [string, number][] => {
      const { key, value } = /^\s*(?<key>\w+)\s+(?<value>\d{1,10})\s*$/u.exec(line)?.groups ?? {};
      return key === undefined ? [] : [[key, Number(value)]];
    }),
  );
  const bounds = (name: string, { min, max }: IdBounds): IdBounds => ({
    min: values.get(`${name}_MIN`) ?? min,
    max: values.get(`${name}_MAX`) ?? max,
  });
  const defaults = LOGIN_DEFS_DEFAULTS;
  return {
    subUids: bounds('SUB_UID', defaults.subUids),
    subGids: bounds('SUB_GID', defaults.subGids),
    uids: bounds('UID', defaults.uids),
    gids: bounds('GID', defaults.gids),
  };
}
