import { type Markup, markup } from './markup.ts';

/** What a picture says, for who does not see it. */
export interface Described {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
}

/**
 * An SVG as wide as its place. Places are in percent of the width and sizes of text in pixels, so that
 * nothing becomes too small to read on a telephone.
 */
export function picture(
  { id, title, description }: Described,
  height: number,
  content: readonly Markup[],
): Markup {
  return markup`<svg role="img" aria-labelledby="${id}-t ${id}-d" width="100%" height="${height}">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
${content}</svg>`;
}

/** Shapes whose corners are in percent of the width: SVG takes percentages for rectangles only. */
export function stretched(y: number, height: number, shapes: readonly Markup[]): Markup {
  return markup`<svg x="0" y="${y}" width="100%" height="${height}" viewBox="0 0 100 ${height}" preserveAspectRatio="none">${shapes}</svg>`;
}

/** A number with two decimals at most: more are noise in a picture. */
export function place(value: number): number {
  return Math.round(value * 100) / 100;
}
