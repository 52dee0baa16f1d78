import { type Evidence, notApplicable, unknown, type Verdict } from '../model/check.ts';
import type { Readable } from '../model/fact.ts';
import {
  type Outcomes,
  type OutcomeStep,
  type OutcomeStepName,
  tookTooLong,
} from '../parse/outcomes.ts';
import { printable } from '../parse/printable.ts';

/** The steps without which the others are not tried. */
const FIRST: readonly OutcomeStepName[] = ['image', 'run'];

/** A step that came to its end, whatever that was; or why there is nothing to judge. */
export function finishedStep(
  outcomes: Readable<Outcomes>,
  name: OutcomeStepName,
): OutcomeStep | Verdict<never> {
  if (outcomes.state === 'absent') return notApplicable(outcomes.because);
  const { steps, toolless, pulling, complete, limit } = outcomes.value;
  if (pulling.has(name)) return notApplicable(PULLING);
  if (toolless.has(name)) return unknown(TOOLLESS);
  const step = steps.get(name);
  if (step === undefined) {
    const failed = FIRST.some((first) => (steps.get(first)?.exitCode ?? 0) !== 0);
    if (failed) return notApplicable('no container runs: container-run says so');
    return unknown(complete ? 'it was not tried' : 'the attempt ended before its end');
  }
  // What was read after the call comes in lines of its own, which a cut may have taken.
  if (!complete) return unknown('the attempt ended before its end');
  return tookTooLong(step) ? unknown(`podman had not ended after ${limit ?? '?'} s`) : step;
}

const TOOLLESS = 'the host has no program to try it with (python3, perl or busybox; getent)';
const PULLING = 'Podman older than 3.2 pulls an image for networks of users, so none was made';

/** Whether there is a verdict already. */
export function isVerdict(step: OutcomeStep | Verdict<never>): step is Verdict<never> {
  return 'status' in step;
}

/** The line by which Podman says why: the last error, or else the last line. */
export function podmanSaid({ said }: OutcomeStep): string {
  const lines = said.filter((line) => line.trim() !== '');
  const line = lines.findLast((one) => /^(?:Error|ERRO)|level=error/u.test(one)) ?? lines.at(-1);
  return line === undefined ? 'nothing' : printable(line).slice(0, 300);
}

/** What a line of a container, such as `limit 67108864`, says after its first word. */
export function containerSaid({ said }: OutcomeStep, word: string): string {
  const line = said.find((one) => one.startsWith(`${word} `));
  return printable(line?.slice(word.length + 1).trim() ?? '').slice(0, 100);
}

/** A call of podman, for a person to look at. */
export function callEvidence(where: string, found: string, expected: string): Evidence {
  return { kind: 'command', where, found: found === '' ? 'nothing' : found, expected };
}
