import type { Symptom } from '../model/symptom.ts';
import { type ErrorWord, errorWords, kindOf } from './error-words.ts';

/** A symptom that a message shows. */
export interface SymptomMatch {
  readonly symptom: Symptom;
  /** The wording that was recognised. */
  readonly text: string;
  /** Weight of the words that were found in order, less what was missing or in between. */
  readonly score: number;
}

/** At most this much of a message is looked at: its end, where programs say why they stop. */
const MESSAGE_LIMIT = 32 * 1024;

/** Finds the symptoms that a message shows, the likeliest first. */
export type SymptomMatcher = (message: string) => readonly SymptomMatch[];

/**
 * A matcher for these symptoms. The words of every known text are aligned with those of the message: the
 * same words in the same order, with gaps at a price (local alignment after Smith and Waterman, 1981). A
 * word weighs more the fewer symptoms have it. So a text is found among other lines, broken into lines,
 * cut short, and with other names, numbers and paths in it.
 */
export function symptomMatcher(symptoms: readonly Symptom[]): SymptomMatcher {
  const weightOf = weights(symptoms);
  const known = symptoms.flatMap((symptom) =>
    symptom.texts.map((text) => ({ symptom, text, wanted: weigh(errorWords(text), weightOf) })),
  );
  return (message) => {
    const found = readings(message.slice(-MESSAGE_LIMIT)).flatMap((words) => {
      const present = new Set(words);
      return known
        .filter(({ wanted }) => isPossible(wanted, present))
        .map(({ symptom, text, wanted }) => ({ symptom, text, wanted, ...align(wanted, words) }))
        .filter((one) => isFound(one, words.length));
    });
    const specific = found.filter(({ symptom }) => symptom.isVague !== true);
    if (specific.length > 0) return withoutShadowed(specific);
    return withoutShadowed(found.filter(({ text }) => saysAll(text, message)));
  };
}

/** Ways to read a message: a terminal breaks long lines between words or within them. */
function readings(message: string): readonly (readonly string[])[] {
  const longest = Math.max(...message.split('\n').map((line) => line.length));
  const glued = message
    .split('\n')
    .map((line) => (line.length === longest && longest >= BROKEN_LINE ? line : `${line}\n`))
    .join('');
  const texts = longest >= BROKEN_LINE ? new Set([message, glued]) : [message];
  return [...texts].map((text) => errorWords(text).map(({ word }) => word));
}

/** A line that is shorter was not broken by a terminal. */
const BROKEN_LINE = 60;

type WeightOf = (word: string) => number;

/** Inverse document frequency; words of every day weigh next to nothing. */
function weights(symptoms: readonly Symptom[]): WeightOf {
  const counts = new Map<string, number>();
  for (const { texts } of symptoms) {
    const own = new Set(texts.flatMap((text) => errorWords(text).map(({ word }) => word)));
    for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return (word) => {
    const kind = kindOf(word);
    if (kind !== 'telling') return WEIGHT[kind];
    return Math.max(1, Math.log(symptoms.length / (counts.get(word) ?? 1)));
  };
}

const WEIGHT = { common: 0.3, errno: 2 } as const;

/** One text of one symptom. */
interface Known {
  readonly symptom: Symptom;
  readonly text: string;
  readonly wanted: readonly WeighedWord[];
}

interface WeighedWord extends ErrorWord {
  readonly weight: number;
}

function weigh(words: readonly ErrorWord[], weightOf: WeightOf): readonly WeighedWord[] {
  return words.map((one) => ({ ...one, weight: weightOf(one.word) }));
}

function total(words: readonly WeighedWord[]): number {
  return words.reduce((sum, { weight }) => sum + weight, 0);
}

/** Most texts share so little with a message that aligning them is not worth the time. */
function isPossible(wanted: readonly WeighedWord[], present: ReadonlySet<string>): boolean {
  const shared = total(wanted.filter(({ word }) => present.has(word)));
  return shared >= Math.min(leastScore(wanted), ENOUGH_AT_END);
}

/** The share of a text that has to be found; of a short one nearly all. */
function leastScore(wanted: readonly WeighedWord[]): number {
  return total(wanted) * (wanted.length < SHORT ? 0.8 : 0.55);
}

const SHORT = 6;

/** What suffices when a message was cut after the beginning of a text. */
const ENOUGH = 8;

interface Alignment {
  readonly score: number;
  /** Number of words found that are not of every day. */
  readonly telling: number;
  /** The first word of the text that was found. */
  readonly head: number;
  /** The words of the message that it covers. */
  readonly from: number;
  readonly to: number;
}

function isFound(one: Alignment & Pick<Known, 'wanted'>, length: number): boolean {
  if (one.score >= leastScore(one.wanted)) return true;
  const isCut = one.head <= 1 && one.telling >= 3;
  return isCut && one.score >= (length - one.to <= LAST_WORDS ? ENOUGH_AT_END : ENOUGH);
}

/** A text that breaks off with the message was cut with it. */
const LAST_WORDS = 4;
const ENOUGH_AT_END = 5.5;

const NOTHING: Alignment = { score: 0, telling: 0, head: 0, from: 0, to: -1 };

/** The best local alignment of a text with a message. */
function align(wanted: readonly WeighedWord[], words: readonly string[]): Alignment {
  let best = NOTHING;
  let before: readonly Alignment[] = wanted.map(() => NOTHING);
  for (const [at, word] of words.entries()) {
    const row: Alignment[] = [];
    for (const [index, one] of wanted.entries()) {
      if (isIdle(before[index], row[index - 1]) && one.word !== word) {
        row.push(NOTHING);
        continue;
      }
      const cell = bestOf([
        skipped(before[index], gapPrice(wanted[index + 1])),
        skipped(row[index - 1], one.weight * HOLE),
        one.word === word ? extended(before[index - 1], one, index, at) : NOTHING,
      ]);
      row.push(cell);
      if (cell.score > best.score) best = cell;
    }
    before = row;
  }
  return best;
}

/** Nothing that could be continued: most cells, and they have to cost nothing. */
function isIdle(...cells: readonly (Alignment | undefined)[]): boolean {
  return cells.every((cell) => cell === undefined || cell === NOTHING);
}

/** A word of the text that is missing costs this share of its weight, and is not counted. */
const HOLE = 0.5;

/** What a word of the message costs that stands before a word of the text. */
function gapPrice(next: WeighedWord | undefined): number {
  return next?.isOpen === true ? 0.05 : 0.4;
}

function skipped(cell: Alignment = NOTHING, price: number): Alignment {
  return cell.score <= price ? NOTHING : { ...cell, score: cell.score - price };
}

function extended(
  cell: Alignment = NOTHING,
  { word, weight }: WeighedWord,
  index: number,
  at: number,
): Alignment {
  const start = cell.score === 0 ? { ...NOTHING, head: index, from: at } : cell;
  return {
    ...start,
    score: start.score + weight,
    telling: start.telling + (kindOf(word) === 'telling' ? 1 : 0),
    to: at,
  };
}

function bestOf(cells: readonly Alignment[]): Alignment {
  return cells.reduce((best, cell) => (cell.score > best.score ? cell : best), NOTHING);
}

type Found = SymptomMatch & Alignment;

/**
 * The best match of every symptom, without those that only explain words that a better one explains:
 * many messages are alike but for the name of a program.
 */
function withoutShadowed(found: readonly Found[]): readonly SymptomMatch[] {
  const kept: Found[] = [];
  for (const one of found.toSorted((a, b) => b.score - a.score)) {
    const isShadowed = kept.some(
      (better) =>
        better.symptom === one.symptom ||
        (overlap(better, one) > 0 && one.score < better.score * ALIKE),
    );
    if (!isShadowed) kept.push(one);
  }
  return kept.slice(0, MOST).map(({ symptom, text, score }) => ({ symptom, text, score }));
}

/** Two texts that explain the same words about as well are both possible. */
const ALIKE = 0.95;

/** More than these are no answer. */
const MOST = 4;

function overlap(a: Alignment, b: Alignment): number {
  return Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1;
}

/** A vague text counts where the message is about containers, or says nothing else. */
function saysAll(text: string, message: string): boolean {
  if (ABOUT_CONTAINERS.test(message)) return true;
  const said = new Set(errorWords(text).map(({ word }) => word));
  return errorWords(message).every(({ word }) => said.has(word) || kindOf(word) === 'common');
}

const ABOUT_CONTAINERS =
  /podman|crun|runc|conmon|buildah|\boci\b|container|netavark|aardvark|pasta|slirp4netns|quadlet|libpod/iu;
