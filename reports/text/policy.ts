import type { RenderOptions, Report, WaiverInUse } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { ended, ends } from '../shared/acceptance.ts';
import { type Mark, paintOf } from './paint.ts';
import { paragraph } from './wrap.ts';

/** What somebody has to do about waivers and the baseline, loudest first. Nothing when there is nothing. */
export function policyLines(
  report: Pick<Report, 'waivers' | 'baseline'>,
  options: Pick<RenderOptions, 'color' | 'width'>,
): readonly string[] {
  const paint = paintOf(options);
  return [...waiverNotices(report), ...baselineNotices(report)]
    .toSorted((a, b) => LOUDNESS.indexOf(a.mark) - LOUDNESS.indexOf(b.mark))
    .flatMap(({ mark, text }) =>
      paragraph(`${paint.mark(mark)} `, 4, printable(text), options.width),
    );
}

interface Notice {
  readonly mark: Mark;
  readonly text: string;
}

const LOUDNESS: readonly Mark[] = ['bad', 'warning', 'note'];

function waiverNotices({ waivers = [] }: Pick<Report, 'waivers'>): readonly Notice[] {
  return waivers.flatMap((one): readonly Notice[] => {
    const who = `Owner: ${one.owner}; reason: ${one.reason}`;
    if (one.state === 'expired') return [expired(one, who)];
    if (one.use === 'unused') {
      const what = `nothing fails of ${one.checks.join(', ')}`;
      return [{ mark: 'warning', text: `Waiver “${one.name}” is not used: ${what}. ${who}` }];
    }
    return one.state === 'ends-soon' ? [{ mark: 'warning', text: `${ends(one)}. ${who}` }] : [];
  });
}

function expired(one: WaiverInUse, who: string): Notice {
  const [mark, what] = AFTER_THE_END[one.use];
  return { mark, text: `${ended(one)}; ${what}. ${who}` };
}

const AFTER_THE_END: Readonly<Record<WaiverInUse['use'], readonly [Mark, string]>> = {
  used: ['bad', 'what it waived counts'],
  unused: ['warning', 'nothing fails of what it waived: remove it'],
  'not-judged': ['warning', 'renew it or remove it'],
};

function baselineNotices({ baseline }: Pick<Report, 'baseline'>): readonly Notice[] {
  if (baseline === undefined) return [];
  const { known, gone } = baseline;
  const added = baseline.new;
  const again = gone === 0 ? '' : ': save it again, or what is gone may come back unseen';
  return [{ mark: 'note', text: `Baseline: ${added} new, ${known} known, ${gone} gone${again}` }];
}
