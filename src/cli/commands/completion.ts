import { UsageError } from '../../model/usage-error.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completedCommands, SHELLS } from '../completion/model.ts';
import { zshCompletion } from '../completion/zsh.ts';
import type { CommandFunction } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Prints what a shell reads to complete command lines of this podready. */
export const completion: CommandFunction = async ([given = ''], { terminal }) => {
  const shell = SHELLS.find((one) => one === given);
  if (shell === undefined) {
    throw new UsageError(`completion: expected ${SHELLS.join(', ')}; got '${given}'`);
  }
  const written = await terminal.writeOut(SCRIPTS[shell](completedCommands()));
  return written === 'failed' ? EXIT.usage : EXIT.ready;
};
