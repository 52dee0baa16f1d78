import type { WriteFileStep } from '../model/fix.ts';
import type { RestoredFile } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';

/** A file that a step writes, or puts back. */
export type ChangedFile = Pick<WriteFileStep, 'path' | 'content' | 'before'> | RestoredFile;

/** Shell that compares the file with the wanted text, and with the one that the plan was made from. */
export function inspect({ path, content, before }: ChangedFile): string {
  return `inspect ${quote(path)} ${state(content)} ${state(before)}`;
}

/** Shell that gives the file its wanted text, or removes it. The mode is that of a new file. */
export function settle(file: ChangedFile, mode: number): string {
  if (file.content !== null) {
    return `put ${quote(file.path)} ${textAndBytes(file.content)} ${mode.toString(8)}`;
  }
  return `drop ${quote(file.path)} ${'folders' in file ? String(file.folders) : '0'}`;
}

/** Shell that removes what was left when somebody who changed the file was killed; the file is as it should be. */
export function tidy(file: ChangedFile): string {
  return `tidy ${quote(file.path)} ${'folders' in file ? String(file.folders) : '0'}`;
}

/** Shell that takes `settle` back; `$made` is how many folders above the file did not exist. */
export function unsettle({ path, before }: ChangedFile, mode: number): string {
  return before === null
    ? `drop ${quote(path)} "$made"`
    : `put ${quote(path)} ${textAndBytes(before)} ${mode.toString(8)}`;
}

function state(text: string | null): string {
  return text === null ? "no '' 0" : `yes ${textAndBytes(text)}`;
}

/** A shell drops NUL bytes and line breaks at the end, so that the length is compared too. */
function textAndBytes(text: string): string {
  return `${quote(text)} ${new TextEncoder().encode(text).length}`;
}
