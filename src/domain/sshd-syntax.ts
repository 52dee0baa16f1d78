import type { SshdConfig, SshdDirective } from '../parse/sshd-config.ts';
import { nearest } from './nearest.ts';
import { SSHD_KEYWORDS, YES_NO_KEYWORDS } from './sshd-keywords.ts';

/** A line that sshd would refuse. */
export interface SshdSyntaxFault {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
  readonly found: string;
}

/**
 * What can be seen of mistakes without root. Keywords that we do not know are only reported when they
 * look like one that we know: a newer sshd, or a patched one, has more.
 */
export function sshdSyntaxFaults(config: SshdConfig): readonly SshdSyntaxFault[] {
  return [
    ...config.unbalanced.map(({ file, line }) => ({
      file,
      line,
      problem: 'the line does not read as a keyword and its values',
      found: 'quotes that do not close',
    })),
    ...config.directives.flatMap(directiveFaults),
  ];
}

function directiveFaults(directive: SshdDirective): readonly SshdSyntaxFault[] {
  const { keyword, name, args, file, line } = directive;
  const at = { file, line, found: [name, ...args].join(' ') };
  if (!SSHD_KEYWORDS.has(keyword)) {
    const meant = nearest(keyword, SSHD_KEYWORDS);
    return meant === undefined || Math.abs(meant.length - keyword.length) > 2
      ? []
      : [{ ...at, problem: `the keyword ${name} is unknown` }];
  }
  const [value] = args;
  if (value === undefined) return [{ ...at, problem: `${name} has no value` }];
  if (YES_NO_KEYWORDS.has(keyword) && !/^(?:yes|no|true|false)$/iu.test(value)) {
    return [{ ...at, problem: `${name} takes yes or no, not ${value}` }];
  }
  const forwarding = /^(?:yes|no|all|local|remote|true|false)$/iu;
  if (/^allow(?:streamlocal|tcp)forwarding$/u.test(keyword) && !forwarding.test(value)) {
    return [{ ...at, problem: `${name} does not take ${value}` }];
  }
  return [];
}
