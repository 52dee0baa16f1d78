import { EventEmitter } from 'node:events';
import process from 'node:process';
import { gather } from '../gather/gather.ts';
import { LocalTransport } from '../transport/local.ts';
import { Interruption } from './interruption.ts';
import { run } from './run.ts';
import type { Terminal } from './ui/terminal.ts';

/**
 * Runs once what a check runs, so that V8 has compiled it when its code is cached: the script and its
 * reader with one harmless probe, and all checks on a saved snapshot. Nothing is printed.
 */
export async function warmUp(snapshot: string): Promise<void> {
  await gather(new LocalTransport(), ['osRelease'], { sudo: 'never', user: '', hostSeconds: 60 });
  const interruption = new Interruption(new EventEmitter(), {
    say: () => undefined,
    exit: () => undefined,
  });
  await run(['check', '--from-facts', snapshot], SILENT, interruption);
}

const SILENT: Terminal = {
  writeOut: () => Promise.resolve('written'),
  writeErr: () => undefined,
  drain: () => Promise.resolve(),
  colorOfOut: () => 0,
  colorOfErr: () => 0,
  columns: 80,
  showsProgress: false,
  canAsk: false,
  input: process.stdin,
  errors: process.stderr,
};
