import type { HostReport, IdMap, OwnedIds } from '../../src/model/report.ts';
import type { HostView } from './finding.ts';
import {
  type Ids,
  ownIds,
  type Placed,
  placeAll,
  shared,
  spanOf,
  type Stretch,
  stretchesOf,
} from './id-axis.ts';
import { type Markup, markup, when } from './markup.ts';
import { picture, place, stretched } from './picture.ts';
import { counted, grouped, listed } from './words.ts';

/** Ids that an image may use: `nobody` is 65534 (docs/checks/subuid-range.md). */
const IMAGE_IDS = 65_535;
/** More are too thin to see; the table has them all. */
const MOST_DRAWN = 6;
/** Left of it, in percent, are the names of the rows. */
const LEFT = 17;
/** Tops and heights of the rows, in pixels. */
const CONTAINER = { y: 4, height: 30 };
const USER = { y: 78, height: 30 };
const OTHERS = { y: 128, height: 26, lane: 30 };

/** Whether something about the user's ids failed. */
export function idsAreBroken({ results }: HostReport): boolean {
  return results.some(
    ({ area, status, severity }) => area === 'subid' && status === 'fail' && severity !== 'info',
  );
}

/** How ids of containers stand for ids of the host, and whose the ids around are. */
export function idPictures(host: HostReport, { anchor }: HostView): Markup | null {
  const { ids, user } = host;
  if (ids === undefined || user === null) return null;
  const same = JSON.stringify(ids.uids) === JSON.stringify(ids.gids);
  return same
    ? idPicture(ids.uids, 'User and group ids', user, `${anchor}ids`)
    : markup`${idPicture(ids.uids, 'User ids', user, `${anchor}uids`)}${idPicture(ids.gids, 'Group ids', user, `${anchor}gids`)}`;
}

function idPicture(ids: IdMap, title: string, user: string, id: string): Markup {
  const drawn = mostRelevant(ids);
  const stretches = stretchesOf(ownIds(ids), drawn, user);
  const axis = placeAll(
    stretches.map((one) => ({ ...one, gap: one.owners.length === 0 })),
    LEFT,
  );
  const lanes = lanesOf(drawn);
  const height = OTHERS.y + Math.max(1, ...lanes.map((lane) => lane + 1)) * OTHERS.lane;
  const described = { id, title, description: storyOf(ids, user) };
  return markup`<figure>${picture(described, height, [
    markup`<defs><pattern id="${id}-x" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch" width="2.5" height="6"/></pattern></defs>`,
    rowName('container', CONTAINER),
    rowName('the user', USER),
    when(drawn.length > 0, () => rowName('others', OTHERS)) ?? markup``,
    ...gaps(stretches, axis),
    ...containerRow(ids, axis),
    ...ownRow(ids, axis),
    ...drawn.map((one, at) => otherBox(one, spanOf(one, axis), lanes[at] ?? 0)),
    ...overlaps(ids, drawn, axis, lanes, id),
  ])}<figcaption><p>${title}: ${storyOf(ids, user)}</p>${idTable(ids, user)}</figcaption></figure>`;
}

/** What the picture says, in words. */
function storyOf(ids: IdMap, user: string): string {
  const have = total(ids);
  const clashes = ids.others.filter((one) => ownIds(ids).some((own) => shared(own, one) !== null));
  const enough =
    have >= IMAGE_IDS
      ? `containers of ${user} have ${counted(have, 'id')}`
      : `containers of ${user} have ${counted(have, 'id')}; images need ${grouped(IMAGE_IDS)}`;
  const clash =
    clashes.length === 0
      ? 'nobody else has any of them'
      : `${listed([...new Set(clashes.map(({ owner }) => owner))])} ${clashes.length === 1 ? 'has' : 'have'} some of them too`;
  return `${enough}; ${clash}.`;
}

function total({ map }: IdMap): number {
  return map.reduce((sum, { count }) => sum + count, 0);
}

/** Those that overlap, then the nearest. */
function mostRelevant(ids: IdMap): readonly OwnedIds[] {
  const own = ownIds(ids);
  const far = (one: Ids): number =>
    Math.min(
      ...own.map((range) =>
        Math.max(0, one.start - range.start - range.count, range.start - one.start - one.count),
      ),
    );
  return ids.others
    .toSorted((a, b) => far(a) - far(b))
    .slice(0, MOST_DRAWN)
    .toSorted((a, b) => a.start - b.start);
}

/** The lowest lane for each in which it overlaps none of those before it. */
function lanesOf(others: readonly OwnedIds[]): readonly number[] {
  const ends: number[] = [];
  return others.map(({ start, count }) => {
    const free = ends.findIndex((end) => end <= start);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = start + count;
    return lane;
  });
}

interface Row {
  readonly y: number;
  readonly height: number;
}

function rowName(name: string, { y, height }: Row): Markup {
  return markup`<text class="row" x="0" y="${y + height / 2 + 4}">${name}</text>`;
}

function gaps(stretches: readonly Stretch[], axis: readonly Placed[]): readonly Markup[] {
  const y = USER.y + USER.height / 2;
  return axis
    .filter((_, at) => stretches[at]?.owners.length === 0)
    .map(
      ({ x, width }) =>
        markup`<line class="gap" x1="${place(x)}%" x2="${place(x + width)}%" y1="${y}" y2="${y}"/>`,
    );
}

function containerRow(ids: IdMap, axis: readonly Placed[]): readonly Markup[] {
  const have = total(ids);
  const missing = Math.max(0, IMAGE_IDS - have);
  const runs = [
    ...ids.map.map(({ inside, count }) => ({ start: inside, count, gap: false })),
    ...(missing > 0 ? [{ start: have, count: missing, gap: false }] : []),
  ];
  const placed = placeAll(runs, LEFT);
  const flows = ids.map.flatMap(({ outside, count }, at) => {
    const from = placed[at];
    return from === undefined ? [] : [flow(from, spanOf({ start: outside, count }, axis))];
  });
  return [
    stretched(CONTAINER.y + CONTAINER.height, USER.y - CONTAINER.y - CONTAINER.height, flows),
    ...placed.map((run, at) => {
      const lacks = at >= ids.map.length;
      const label = lacks && run.width > 20 ? `${rangeOf(run)} missing` : rangeOf(run);
      return box(run, CONTAINER, lacks ? 'missing' : 'own', label);
    }),
  ];
}

function flow(from: Placed, to: Placed): Markup {
  const height = USER.y - CONTAINER.y - CONTAINER.height;
  const corners = [
    [from.x, 0],
    [from.x + from.width, 0],
    [to.x + to.width, height],
    [to.x, height],
  ].map(([x = 0, y = 0]) => `${place(x)},${y}`);
  return markup`<polygon class="flow" points="${corners.join(' ')}"/>`;
}

function ownRow(ids: IdMap, axis: readonly Placed[]): readonly Markup[] {
  return ownIds(ids).map((range) => box(spanOf(range, axis), USER, 'own', rangeOf(range)));
}

function otherBox({ kind, owner }: OwnedIds, span: Placed, lane: number): Markup {
  const row = { y: OTHERS.y + lane * OTHERS.lane, height: OTHERS.height };
  return box(span, row, kind === 'account' ? 'other account' : 'other', shortened(owner));
}

/** Hatched from the user's row down to the row of the one who has the same ids. */
function overlaps(
  ids: IdMap,
  drawn: readonly OwnedIds[],
  axis: readonly Placed[],
  lanes: readonly number[],
  id: string,
): readonly Markup[] {
  return drawn.flatMap((other, at) =>
    ownIds(ids).flatMap((own) => {
      const both = shared(own, other);
      if (both === null) return [];
      const { x, width } = spanOf(both, axis);
      const bottom = OTHERS.y + (lanes[at] ?? 0) * OTHERS.lane;
      return [
        markup`<rect class="clash" fill="url(#${id}-x)" x="${place(x)}%" width="${place(Math.max(width, 0.5))}%" y="${USER.y + USER.height}" height="${bottom - USER.y - USER.height}"/>`,
      ];
    }),
  );
}

/** A label has to fit: characters take about one percent each where the page is 52rem wide. */
function box({ x, width }: Placed, { y, height }: Row, tone: string, label: string): Markup {
  const fits = width > label.length * 1.05 + 1;
  // Below that, and on a telephone: half as wide, and letters are nearly as large.
  const wide = width > label.length * 2.3 + 1 ? '' : ' wide';
  return markup`<rect class="ids ${tone}" x="${place(x + 0.15)}%" width="${place(Math.max(width - 0.3, 0.4))}%" y="${y}" height="${height}" rx="3"/>${when(
    fits,
    () =>
      markup`<text class="label ${tone}${wide}" x="${place(x + width / 2)}%" y="${y + height / 2 + 4}" text-anchor="middle">${label}</text>`,
  )}`;
}

function shortened(name: string): string {
  return name.length > 12 ? `${name.slice(0, 11)}…` : name;
}

function rangeOf({ start, count }: Ids): string {
  return count === 1 ? String(start) : `${start}–${start + count - 1}`;
}

/** The same as a table: all ranges, not only those that are drawn. */
function idTable(ids: IdMap, user: string): Markup {
  const rows = stretchesOf(ownIds(ids), ids.others, user).map((one) => {
    const { count, owners, isUsers } = one;
    const whose = owners.length === 0 ? 'nobody' : listed(owners);
    const clash = isUsers && owners.length > 1 ? ' (overlap)' : '';
    return markup`<tr><td>${rangeOf(one)}</td><td>${grouped(count)}</td><td>${whose}${clash}</td><td>${insideOf(one, ids)}</td></tr>`;
  });
  const left = ids.othersLeftOut;
  return markup`<details><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Ids as a table"><table><thead><tr><th scope="col">On the host</th><th scope="col">How many</th><th scope="col">Whose</th><th scope="col">In containers</th></tr></thead><tbody>${rows}</tbody></table></div>${when(
    left > 0,
    () => markup`<p>Farther away: ${counted(left, 'more range')} of others.</p>`,
  )}</details>`;
}

/** What a stretch is in the containers of the user, or a dash. */
function insideOf({ start, count }: Ids, { map }: IdMap): string {
  const mapping = map.find((one) => start >= one.outside && start < one.outside + one.count);
  if (mapping === undefined) return '–';
  return rangeOf({ start: mapping.inside + start - mapping.outside, count });
}
