/** An account or group and its id. */
export interface NamedId {
  readonly name: string;
  readonly id: number;
}

export interface IdsInUse {
  readonly uids: readonly NamedId[];
  readonly gids: readonly NamedId[];
}

/** Reads `name:id` lines: accounts, an empty line, groups. */
export function parseIdsInUse(text: string): IdsInUse {
  const gap = text.search(/^$/mu);
  const [accounts, groups] = gap < 0 ? [text, ''] : [text.slice(0, gap), text.slice(gap)];
  return { uids: namedIds(accounts), gids: namedIds(groups) };
}

function namedIds(text: string): readonly NamedId[] {
  return text.split('\n').flatMap((line) => {
    const { name, id } = /^(?<name>.+):(?<id>\d{1,10})$/u.exec(line)?.groups ?? {};
    return name === undefined ? [] : [{ name, id: Number(id) }];
  });
}
