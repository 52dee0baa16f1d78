/** Quotes a value for a POSIX shell. The only way in which data may enter a shell string. */
export function quote(value: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(value)) return value;
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}
