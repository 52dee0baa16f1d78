/** What chage(1) and passwd(1) say of an account. */
export interface AccountExpiry {
  /** ISO date of expiry; `null` when it never expires or chage did not tell. */
  readonly expires: string | null;
  /** Whether that date has passed on the host's own clock. */
  readonly expired: boolean;
  /** The password has to be changed before a session begins. */
  readonly mustChange: boolean;
  /** `L` locked, `NP` none, `P` usable; empty when passwd(1) did not tell. */
  readonly password: string;
}

/** Red Hat's passwd(1) prints two letters. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['LK', 'L'],
  ['PS', 'P'],
]);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Reads the output of `chage -l` in the C locale, with the date of the host before it. */
export function parseAccountExpiry(text: string): AccountExpiry {
  const today = /^today (?<date>\d{4}-\d\d-\d\d)$/mu.exec(text)?.groups?.['date'] ?? '';
  const expires = toDate(field(text, 'Account expires'));
  const passwordExpires = field(text, 'Password expires');
  return {
    expires,
    expired: isPast(expires, today) || (expires !== null && expires === today),
    mustChange:
      passwordExpires === 'password must be changed' || isPast(toDate(passwordExpires), today),
    password: passwordStatus(text),
  };
}

function passwordStatus(text: string): string {
  const status = /^status (?<status>[A-Z]{1,3})$/mu.exec(text)?.groups?.['status'] ?? '';
  return SHORT.get(status) ?? status;
}

/** ISO dates sort as text. */
function isPast(date: string | null, today: string): boolean {
  return date !== null && today !== '' && date < today;
}

function field(text: string, name: string): string {
  const line = text.split('\n').find((one) => one.startsWith(name)) ?? '';
  return line.slice(line.indexOf(':') + 1).trim();
}

/** `Jan 02, 1970`, or ISO 8601 as newer releases print it. */
function toDate(text: string): string | null {
  if (/^\d{4}-\d\d-\d\d$/u.test(text)) return text;
  const groups = /^(?<month>[A-Z][a-z]{2}) (?<day>\d\d), (?<year>\d{4})$/u.exec(text)?.groups;
  const month = MONTHS.indexOf((groups?.['month'] ?? '').toLowerCase()) + 1;
  if (groups === undefined || month === 0) return null;
  return `${groups['year'] ?? ''}-${String(month).padStart(2, '0')}-${groups['day'] ?? ''}`;
}
