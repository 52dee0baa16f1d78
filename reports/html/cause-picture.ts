import type { HostReport, RootCause } from '../../src/model/report.ts';
import type { HostView } from './finding.ts';
import { type Markup, markup } from './markup.ts';
import { picture, place, stretched } from './picture.ts';
import { listed, toneOf } from './words.ts';

const ROW = 38;
const BOX = 28;
/** The columns, in percent of the width. */
const LEFT = { x: 0.3, width: 45.5 };
const RIGHT = { x: 54.2, width: 45.5 };

/** Root causes, and what follows from each; nothing where nothing follows. */
export function causePicture(host: HostReport, { anchor }: HostView): Markup | null {
  const causes = host.rootCauses.filter(({ explains }) => explains.length > 0);
  if (causes.length === 0) return null;
  const rows = causes.flatMap(({ explains }) => explains).length;
  const description = causes
    .map(({ check, explains }) => `From ${check} follows ${listed(explains)}`)
    .join('. ');
  const described = { id: `${anchor}causes`, title: 'What follows from what', description };
  const tones = new Map(host.results.map((one) => [one.check, toneOf(one).tone]));
  let row = 0;
  const groups = causes.map((cause) => {
    const first = row;
    row += cause.explains.length;
    return group(cause, first, tones);
  });
  const curves = stretched(
    0,
    rows * ROW,
    groups.flatMap((one) => one.curves),
  );
  const content = [curves, ...groups.flatMap(({ boxes }) => boxes)];
  return markup`<figure>${picture(described, rows * ROW, content)}<figcaption>On the left what has to be repaired, on the right what goes away with it.</figcaption></figure>`;
}

interface Group {
  readonly curves: readonly Markup[];
  readonly boxes: readonly Markup[];
}

function group(
  { check, severity, explains }: RootCause,
  first: number,
  tones: ReadonlyMap<string, string>,
): Group {
  const middle = (first + (explains.length - 1) / 2) * ROW + ROW / 2;
  const yOf = (at: number): number => (first + at) * ROW + ROW / 2;
  return {
    curves: explains.map((_, at) => curve(middle, yOf(at))),
    boxes: [
      box(check, LEFT, middle, toneOf({ status: 'fail', severity }).tone),
      ...explains.map((id, at) => box(id, RIGHT, yOf(at), tones.get(id) ?? 'none')),
    ],
  };
}

function curve(from: number, to: number): Markup {
  const [start, end] = [LEFT.x + LEFT.width, RIGHT.x];
  const half = (start + end) / 2;
  return markup`<path class="curve" d="M${start} ${from}C${half} ${from} ${half} ${to} ${end} ${to}"/>`;
}

function box(check: string, { x, width }: typeof LEFT, y: number, tone: string): Markup {
  return markup`<rect class="box ${tone}" x="${x}%" width="${width}%" y="${place(y - BOX / 2)}" height="${BOX}" rx="4"/><text class="label ${tone}" x="${place(x + width / 2)}%" y="${place(y + 4)}" text-anchor="middle">${check}</text>`;
}
