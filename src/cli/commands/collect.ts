import type { Selection } from '../../engine/select.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { CommandFunction, Context } from '../context.ts';
import { EXIT, exitCodeOfCollect } from '../exit-codes.ts';
import { factsOfBundle, saveBundle } from '../facts-files.ts';
import { hostsOf } from '../hosts.ts';
import { look } from '../look.ts';
import { bundleText } from '../ui/bundle-text.ts';
import { passwordPrompt } from '../ui/questions.ts';

/** Writes all that podready can learn of hosts to one file that can be sent, and says what is in it. */
export const collect: CommandFunction = async (argumentsGiven, context) => {
  const { settings, terminal, interruption } = context;
  const file = settings.bundle;
  if (file === null) throw new UsageError('collect writes a file: name it with -o bundle.tar.gz');
  const askPassword = settings.sudo === 'ask' ? passwordPrompt(terminal) : undefined;
  await using hosts = await hostsOf(argumentsGiven, context);
  const sharing =
    settings.redact === 'share'
      ? await (await import('../redaction.ts')).startSharing(context)
      : undefined;
  const shared = sharing === undefined ? context : { ...context, pseudonyms: sharing.names };
  // No check is run.
  const selection: Selection = { checks: [], fixes: [], facts: factsOfBundle(settings) };
  const looked = await look(hosts, selection, askPassword, shared);
  // First: a bundle whose real names are lost is of less use than none.
  await sharing?.keep();
  const about = { isRemote: argumentsGiven.length > 0, redact: settings.redact };
  const manifest = await saveBundle(file, looked.hosts, about).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
  });
  if (manifest === undefined) return EXIT.usage;
  const written = await terminal.writeOut(bundleText(manifest, { file, ...drawing(context) }));
  return exitCodeOfCollect({
    complete: looked.hosts.every(({ checked }) => checked !== undefined),
    outputFailed: written === 'failed',
    interruptedBy: interruption.by,
  });
};

function drawing({ settings, terminal }: Pick<Context, 'settings' | 'terminal'>): {
  readonly color: 0 | 1 | 2 | 3;
  readonly width: number;
  readonly verbose: boolean;
} {
  return {
    color: terminal.colorOfOut(settings.color),
    width: terminal.columns,
    verbose: settings.verbose,
  };
}
