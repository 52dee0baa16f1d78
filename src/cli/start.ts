/** The process: streams, signals, and the one place that ends it. */
import process from 'node:process';
import { EXIT } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { run } from './run.ts';
import { createTerminal } from './ui/terminal.ts';

/** Runs the command line of this process, and ends it. */
export function start(): void {
  const terminal = createTerminal(process);
  let isEnding = false;
  const exit = (code: number): void => {
    isEnding = true;
    process.exit(code);
  };
  const endByDefect = async (error: unknown): Promise<void> => {
    const { describeDefect } = await import('./defect.ts');
    terminal.writeErr(describeDefect(error));
    exit(EXIT.defect);
  };
  process.on('uncaughtException', (error) => void endByDefect(error));

  // Node ends without a word when nothing is left that could settle what is awaited below.
  process.on('exit', () => {
    if (isEnding) return;
    terminal.writeErr('This is a defect in podready: it waited for something that never came.\n');
    process.exitCode = EXIT.defect;
  });

  const interruption = new Interruption(process, { say: terminal.writeErr, exit });
  void (async () => {
    const code = await run(process.argv.slice(2), terminal, interruption);
    await terminal.drain();
    // All that was to be printed has been handed over. A connection that a host keeps open must not
    // keep the user waiting.
    exit(code);
  })().catch(endByDefect);
}
