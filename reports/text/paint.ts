import { Chalk, type ChalkInstance } from 'chalk';
import type { Severity } from '../../src/model/check.ts';
import type { RenderOptions, Status } from '../../src/model/report.ts';

/** The marks and emphases of a text report. Without colour they are plain text. */
export interface Paint {
  readonly mark: (mark: Mark) => string;
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
}

export type Mark = 'good' | 'warning' | 'bad' | 'unknown' | 'accepted' | 'note' | 'none';

/** How to draw at a colour level. The level is decided by who calls, never detected. */
export function paintOf({ color }: Pick<RenderOptions, 'color'>): Paint {
  const chalk = new Chalk({ level: color });
  return {
    mark: (mark) => colourOf(chalk, mark)(SIGNS[mark]),
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
  };
}

/** The mark of one result. */
export function markOf(status: Status, severity: Severity): Mark {
  switch (status) {
    case 'pass':
      return 'good';
    case 'fail':
      return MARK_OF_FAILURE[severity];
    case 'unknown':
      return 'unknown';
    case 'not-applicable':
      return 'none';
  }
}

const MARK_OF_FAILURE: Readonly<Record<Severity, Mark>> = {
  error: 'bad',
  warning: 'warning',
  info: 'note',
};

const SIGNS: Readonly<Record<Mark, string>> = {
  good: '[✓]',
  warning: '[!]',
  bad: '[✗]',
  unknown: '[?]',
  accepted: '[~]',
  note: '[i]',
  none: '[-]',
};

function colourOf(chalk: ChalkInstance, mark: Mark): ChalkInstance {
  switch (mark) {
    case 'good':
      return chalk.green;
    case 'warning':
      return chalk.yellow;
    case 'bad':
      return chalk.red;
    case 'unknown':
      return chalk.magenta;
    case 'accepted':
      return chalk.yellow;
    case 'note':
      return chalk.cyan;
    case 'none':
      return chalk.dim;
  }
}
