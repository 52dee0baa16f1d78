import { version } from './version.ts';

/** What to say about an error that nobody expected. */
export function describeDefect(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    'This is a defect in podready, not in the host:',
    '',
    what,
    '',
    `Please report it with these lines: podready ${version()}, Node ${process.version}, ${process.platform}.`,
    'A snapshot by --save-facts helps to reproduce it; it is redacted, and you can read it first.',
    '',
  ].join('\n');
}
