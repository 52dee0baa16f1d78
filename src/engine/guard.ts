import type { Duplex } from 'node:stream';
import { addressOf, parseListeners } from '../parse/proc-net.ts';
import { whyNoGreeting } from '../transport/ssh-greeting.ts';
import { type Transport, TransportError } from '../transport/transport.ts';
import { changeBody, confirmBody, rollbackBody } from './guard-script.ts';
import { type GuardedStep, type GuardPlace, ROLLBACK_AFTER } from './guard-step.ts';
import { trialBody } from './guard-trial.ts';
import type { StepRecord } from './step-frames.ts';
import { runStepScript, type StepRunner, type StepWork } from './step-session.ts';

/**
 * Applies a step that may lock people out, in one try: the change is tried without touching what runs; then
 * the host arms its own rollback, and changes; then one new connection over the same route confirms. What is
 * not confirmed within `ROLLBACK_AFTER` seconds, or before a reboot, the host takes back, with or without us.
 */
export async function applyGuarded(
  transport: Transport,
  runner: StepRunner,
  step: GuardedStep,
  at: GuardPlace,
): Promise<StepRecord> {
  const guarded: Guarded = { transport, runner, step, at };
  const tried = await tryOut(guarded);
  if (tried.status !== 'done') return tried;
  const changed = await run(guarded, changeBody(step, at), CHANGE_S);
  // When the connection is lost, a new one may still find the host, and the change, in good health.
  if (changed.status !== 'done' && changed.status !== 'lost') return changed;
  return await prove(guarded, changed);
}

interface Guarded {
  readonly transport: Transport;
  readonly runner: StepRunner;
  readonly step: GuardedStep;
  readonly at: GuardPlace;
}

/** The trial waits until the host has taken back what nobody confirmed, on a host that may be slow; it changes nothing. */
const TRIAL_S = 480;
/** Less than the rollback waits, so that a proof still comes in time. */
const CHANGE_S = ROLLBACK_AFTER - 20;
const CONFIRM_S = 30;
const ROLLBACK_S = 45;
/** A login through the candidate: two handshakes at once, on a host that may be busy. */
const LOGIN_MS = 50_000;

async function run(
  { transport, runner, step, at }: Guarded,
  body: StepWork['body'],
  seconds: number,
  on: Transport = transport,
): Promise<StepRecord> {
  const { place, onWaiting } = at;
  const work = { step, place, seconds, onWaiting, ...(body === undefined ? {} : { body }) };
  return await runStepScript(on, runner, work);
}

/** With a login through the candidate where the transport can log in on a stream; else by what programs say. */
async function tryOut(guarded: Guarded): Promise<StepRecord> {
  const { transport, runner, step, at } = guarded;
  const canLogIn = step.kind !== 'run' && step.guard === 'sshd' && transport.over !== undefined;
  if (!canLogIn) return await run(guarded, trialBody(step, at, false), TRIAL_S);
  return await runStepScript(transport, runner, {
    ...{ step, place: at.place, body: trialBody(step, at, true), seconds: TRIAL_S },
    onWaiting: at.onWaiting,
    relay: (stream) => logInThrough(transport, stream),
  });
}

async function logInThrough(transport: Transport, stream: Duplex): Promise<StepRecord> {
  await using candidate = transport.over?.(stream);
  const why = candidate === undefined ? null : await whyNoShell(candidate);
  if (why === null) return { status: 'done', exitCode: 0, because: null, output: '' };
  const because = `with the new configuration this login fails, so nothing was changed: ${why}`;
  return { status: 'refused', exitCode: 1, because, output: '' };
}

/** `null` when the user gets a shell. */
async function whyNoShell(transport: Transport): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no shell within ${LOGIN_MS / 1000} s`), LOGIN_MS);
  });
  try {
    return await Promise.race([shellOf(transport), late]);
  } catch (error) {
    if (error instanceof TransportError) return error.message;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function shellOf(transport: Transport): Promise<string | null> {
  const session = await transport.start('exit 0\n');
  session.end();
  const { exitCode } = await session.ended;
  return exitCode === 0 ? null : `its shell ended with ${exitCode ?? 'a signal'}`;
}

/** One new connection confirms: what it goes through is what everybody has to go through. */
async function prove(guarded: Guarded, changed: StepRecord): Promise<StepRecord> {
  const { transport, step, at } = guarded;
  await using fresh = transport.again?.();
  const why = fresh === undefined ? await whyNotLocally(changed) : null;
  const confirmed =
    why === null
      ? await run(guarded, confirmBody(at), CONFIRM_S, fresh)
      : ({ status: 'failed', exitCode: null, because: why, output: '' } as const);
  if (confirmed.status === 'done') return confirmed;
  const back = await run(guarded, rollbackBody(at), ROLLBACK_S);
  const isBack = back.exitCode === 0;
  return {
    status: 'failed',
    exitCode: null,
    because: [
      `${step.guard === 'sshd' ? 'the new configuration' : 'the new rule'} was not confirmed: ${confirmed.because ?? confirmed.status}`,
      isBack
        ? 'the host took it back'
        : `the host takes it back by itself within ${ROLLBACK_AFTER} s, and at the next boot`,
    ].join('; '),
    output: confirmed.output,
  };
}

/** On this machine there is no route to go again; where an sshd listens, it has to answer. */
async function whyNotLocally({ output }: StepRecord): Promise<string | null> {
  for (const listener of parseListeners(output.split('\n'))) {
    const why = await whyNoGreeting({ host: addressOf(listener), port: listener.port });
    if (why !== null) return why;
  }
  return null;
}
