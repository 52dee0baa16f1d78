import { writeFile } from 'node:fs/promises';
import { checks } from '../../../checks/index.ts';
import { fixes } from '../../../fixes/index.ts';
import type { BundleItem } from '../../bundle/bundle.ts';
import { factsFor } from '../../engine/check-host.ts';
import { isDeep } from '../../engine/select.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { CommandFunction, Context } from '../context.ts';
import { EXIT, exitCodeOfCollect } from '../exit-codes.ts';
import { hostsOf } from '../hosts.ts';
import { look, type Looked } from '../look.ts';
import { bundleText } from '../ui/bundle-text.ts';
import { passwordPrompt } from '../ui/questions.ts';
import { version } from '../version.ts';

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
  const looked = await look(hosts, everything(context), askPassword, shared);
  const items = looked.hosts.map((one) => itemOf(one, argumentsGiven.length > 0));
  const { writeBundle } = await import('../../bundle/bundle.ts');
  const about = { version: version(), redaction: settings.redact };
  const { bytes, manifest } = await writeBundle(items, about);
  // First: a bundle whose real names are lost is of less use than none.
  await sharing?.keep();
  try {
    await writeFile(file, bytes, { mode: 0o600 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    return EXIT.usage;
  }
  const written = await terminal.writeOut(bundleText(manifest, { file, ...drawing(context) }));
  return exitCodeOfCollect({
    complete: items.every(({ status }) => status === 'gathered'),
    outputFailed: written === 'failed',
    interruptedBy: interruption.by,
  });
};

/** The facts of all checks and fixes: whatever is asked of the bundle later has its answer in it. */
function everything({ settings }: Pick<Context, 'settings'>): {
  readonly checks: [];
  readonly fixes: [];
  readonly facts: ReturnType<typeof factsFor>;
} {
  const asked = checks.filter((check) => settings.deep || !isDeep(check));
  return { checks: [], fixes: [], facts: factsFor({ checks: asked, fixes }) };
}

function itemOf({ report, checked }: Looked, isRemote: boolean): BundleItem {
  const { host, error } = report;
  if (checked !== undefined) {
    return { status: 'gathered', snapshot: { ...checked.snapshot, host } };
  }
  const unknown = { step: 'probe', message: 'it was not looked at', hint: '' } as const;
  return { status: 'skipped', host, isRemote, error: error ?? unknown };
}

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
