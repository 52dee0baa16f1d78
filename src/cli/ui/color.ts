import type { RenderOptions } from '../../model/report.ts';
import type { ColorSetting } from '../settings.ts';

export type ColorLevel = RenderOptions['color'];

/** What the level of colour depends on. */
export interface ColorEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Bits of colour that the terminal has: 1, 4, 8 or 24. */
  readonly depth: number;
}

/**
 * The level at which to colour: `--color` first, then FORCE_COLOR, then NO_COLOR (both count when
 * they are not empty), then whether there is a terminal.
 */
export function colorLevel(
  setting: ColorSetting,
  { env, isTerminal, depth }: ColorEnvironment,
): ColorLevel {
  if (setting === 'never') return 0;
  const forced = forcedLevel(env['FORCE_COLOR']);
  const possible = levelOfDepth(depth);
  if (setting === 'always') return forced || possible || 1;
  if (forced !== undefined) return forced;
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || !isTerminal) return 0;
  return possible;
}

function forcedLevel(value: string | undefined): ColorLevel | undefined {
  switch (value) {
    case undefined:
    case '':
      return undefined;
    case '0':
    case 'false':
      return 0;
    case '2':
      return 2;
    case '3':
      return 3;
    default:
      return 1;
  }
}

function levelOfDepth(depth: number): ColorLevel {
  if (depth >= 24) return 3;
  if (depth >= 8) return 2;
  return depth >= 4 ? 1 : 0;
}
