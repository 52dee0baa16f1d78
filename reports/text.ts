import { printable } from '../src/parse/printable.ts';
import type { HostReport, Renderer, Report, RenderOptions } from '../src/model/report.ts';
import { hostSection } from './text/host.ts';
import { paintOf } from './text/paint.ts';
import { policyLines } from './text/policy.ts';
import { summary } from './text/summary.ts';

/** What only who renders can know. */
export interface TextOptions extends RenderOptions {
  /** The one command to type next; nothing is said without it. */
  readonly next?: string;
  /** Only some checks were asked for, so that nothing is said about the host as a whole. */
  readonly narrowed?: boolean;
}

/** The report for a person: the verdict, its root causes, what is unknown, and what to do next. */
export const text = {
  format: 'text',
  render(report: Report, options: TextOptions): string {
    const sections = report.hosts.map((host) => section(host, options));
    if (report.hosts.length > 1) sections.push(lines(summary(report.hosts, options)));
    const notices = policyLines(report, options);
    if (notices.length > 0) sections.push(lines(notices));
    if (options.next !== undefined) {
      sections.push(`${paintOf(options).strong('Next:')} ${printable(options.next)}\n`);
    }
    return sections.join(report.hosts.length > 1 ? `\n${rule(options)}\n` : '\n');
  },
} as const satisfies Renderer;

function section(host: HostReport, options: TextOptions): string {
  return lines(hostSection(host, options));
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line.trimEnd()}\n`).join('');
}

function rule(options: RenderOptions): string {
  return paintOf(options).faint('-'.repeat(Math.min(options.width, 80))) + '\n';
}
