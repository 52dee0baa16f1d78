import { printable } from '../parse/printable.ts';
import { TransportError } from './transport.ts';

/** A place in a configuration file. */
export interface Where {
  readonly file: string;
  readonly line: number;
}

/** `~/.ssh/config:12` as it can be opened. */
export function place({ file, line }: Where): string {
  return `${printable(file)}:${line}`;
}

/** A configuration that stops the host: what is wrong, where, and what to do next. */
export function configError(where: Where, problem: string, hint: string): TransportError {
  return new TransportError('config', `${place(where)}: ${printable(problem)}`, hint);
}

/** The hint for everything that the system's ssh can do and podready cannot. */
export const USE_OPENSSH = 'Use the ssh of this system, which has it: --ssh openssh.';
