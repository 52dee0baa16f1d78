import type { MessageData } from '../model/check.ts';
import { quote } from '../parse/shell.ts';

const PLACEHOLDER = /\{\{(?<name>\w+)\}\}/gu;

/** Fills `{{name}}` with data; a name that the data lacks stays as it is. */
export function fillMessage(template: string, data: MessageData): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => String(data[name] ?? whole));
}

/** Fills `{{name}}` in a command line; every value is shell-quoted. */
export function fillCommand(template: string, data: MessageData): string {
  return template.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = data[name];
    return value === undefined ? whole : quote(String(value));
  });
}
