import type { NeedName } from '../../model/need.ts';
import type { Run } from '../as-saved.ts';
import { readAuthorizedKeys } from '../authorized-keys.ts';
import type { CommandFunction, Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';
import { selectForFix, withAdded } from '../fix-selection.ts';
import { applyPlans, requireAnswer } from './fix.ts';
import { showPlan } from './plan.ts';

/** Fixes that are done only when somebody asks for them, and who says bootstrap does. */
const ASKED_FOR = ['service-account', 'podman-package', 'authorized-key'] as const;

/** What a host is for whose Podman is used from elsewhere, with nobody logged in; over SSH it is asked anyway. */
const NEEDS: readonly NeedName[] = ['api', 'boot', 'remote'];

/**
 * The same as `fix`, from further back: it also creates the user, installs Podman and lets a key in. Nobody can be asked
 * as a user who does not exist, so that it goes in rounds, each planned from what the one before it left.
 */
export const bootstrap: CommandFunction = async (argumentsGiven, context) => {
  const run = await toRun(argumentsGiven, context);
  announce(run);
  if (run.context.settings.dryRun) return await showPlan(run);
  requireAnswer('bootstrap', run.context);
  const code = await applyPlans(run);
  if (code === EXIT.ready) await tellNext(run);
  return code;
};

async function toRun(argumentsGiven: readonly string[], context: Context): Promise<Run> {
  const { settings } = context;
  const { authorizedKey, needs } = settings;
  const keys = authorizedKey === null ? [] : await readAuthorizedKeys(authorizedKey);
  const names = new Set([...needs.names, ...(argumentsGiven.length === 0 ? NEEDS : [])]);
  return {
    argumentsGiven,
    context: { ...context, settings: { ...settings, needs: { ...needs, names } } },
    saved: null,
    selected: withAdded(selectForFix(settings), ASKED_FOR, keys),
    follow: {
      command: 'bootstrap',
      more: authorizedKey === null ? [] : ['--authorized-key', authorizedKey],
    },
  };
}

function announce({ context: { settings, terminal }, selected }: Run): void {
  terminal.writeErr(
    'This goes in rounds: the account first, then what can only be seen as that user. Each round shows its plan.\n',
  );
  if (selected.keys.length > 0) return;
  terminal.writeErr(
    `No --authorized-key FILE was given: podready lets nobody in as ${settings.user ?? 'that user'}.\n`,
  );
}

async function tellNext({ argumentsGiven, context: { settings, terminal } }: Run): Promise<void> {
  const names = argumentsGiven.map((name) => `${settings.user ?? ''}@${name.replace(/^.*@/u, '')}`);
  for (const name of names) await terminal.writeOut(`From here: podready connect ${name}\n`);
}
