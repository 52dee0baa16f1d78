import { type ApplyResult, applyPlan } from '../engine/apply.ts';
import type { FleetHost } from '../engine/fleet.ts';
import { type HostPlan, isChanging, needsRoot } from '../engine/plan.ts';
import type { GatherOptions } from '../gather/gather.ts';
import type { Transport } from '../transport/transport.ts';
import { printable } from '../parse/printable.ts';
import type { Context } from './context.ts';
import { applyText, stepText } from './ui/apply-text.ts';

/** The connection for what is changed, made when the first change is agreed to. */
export class Connection implements AsyncDisposable {
  readonly #host: FleetHost;
  #transport: Transport | undefined;

  constructor(host: FleetHost) {
    this.#host = host;
  }

  async open(): Promise<Transport> {
    this.#transport ??= await this.#host.connect();
    return this.#transport;
  }

  /** Another connection in its place: an sshd that was reloaded treats the old one as it did before. */
  async renew(): Promise<Transport> {
    await this.#transport?.[Symbol.asyncDispose]();
    this.#transport = undefined;
    return await this.open();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport?.[Symbol.asyncDispose]();
  }
}

/** What applying a plan to a host needs. */
export interface ApplyRequest {
  /** Id of the run, for the journals of the host. */
  readonly run: string;
  readonly gather: GatherOptions;
  readonly context: Context;
}

/** Applies a plan that was agreed to, and says how each step ended. A signal ends it after the step that runs. */
export async function applyOn(
  transport: Transport,
  plan: HostPlan,
  { run, gather, context }: ApplyRequest,
): Promise<ApplyResult> {
  const { settings, terminal, interruption } = context;
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  interruption.mode = 'after-step';
  try {
    const result = await applyPlan(transport, plan, {
      run,
      sudo: gather.sudo,
      user: gather.user,
      ...(gather.askPassword === undefined ? {} : { askPassword: gather.askPassword }),
      stopRequested: () => interruption.by !== null,
      onEvent: (event) => {
        if (event.kind === 'step-end') void terminal.writeOut(stepText(event.result, options));
        if (event.kind === 'waiting') {
          const who = `${printable(event.for)} changes ${printable(transport.target)}`;
          terminal.writeErr(`Waiting: ${who}\n`);
        }
      },
    });
    await terminal.writeOut(`${applyText(result, options)}\n`);
    return result;
  } finally {
    interruption.mode = 'at-once';
  }
}

/** A person who is there can be asked for the password that the plan turned out to need. */
export function escalated(
  request: Pick<ApplyRequest, 'gather' | 'context'>,
  askPassword: GatherOptions['askPassword'],
  privilege: string | undefined,
  plan: HostPlan,
): GatherOptions {
  const ask =
    mayAskForRoot(request, askPassword) &&
    plan.fixes.filter(isChanging).some(needsRoot) &&
    privilege === 'none';
  return ask && askPassword !== undefined
    ? { ...request.gather, sudo: 'ask', askPassword }
    : request.gather;
}

/** Root that was not had for looking may be had for changing. */
export function mayAskForRoot(
  { gather, context }: Pick<ApplyRequest, 'gather' | 'context'>,
  askPassword: GatherOptions['askPassword'],
): boolean {
  return gather.sudo === 'auto' && askPassword !== undefined && context.settings.yes === null;
}
