import { facts, type FactId } from '../../src/facts/index.ts';
import { sessionId } from '../../src/gather/script.ts';
import type { ClientObservations, Fact } from '../../src/model/fact.ts';
import type { StepStatus } from '../../src/model/journal.ts';
import type { ShellSession, Transport } from '../../src/transport/transport.ts';

/** What a probe prints on a fake host, and its exit code. */
export interface Answer {
  readonly stdout: string;
  readonly exitCode?: number;
}

/** A host that exists only as answers: scripts are not run. */
export interface FakeHost {
  /** Read again for every look, so that a step may change it. */
  readonly answers: () => Readonly<Partial<Record<FactId, Answer>>>;
  /** How a step ends; it may change what the host answers. */
  readonly onStep: (script: string) => StepStatus;
  readonly privilege?: 'root' | 'none';
  /** Printed before our script begins, as by start-up files. */
  readonly noise?: string;
  /** What sudo says when it refuses; then nothing that only root can read is answered. */
  readonly refusal?: string;
  /** What our client saw, besides what the host printed. */
  readonly seen?: Partial<Omit<ClientObservations, 'noise'>>;
}

/** A transport to a fake host, which counts the looks and steps. */
export interface FakeTransport extends Transport {
  readonly counts: { looks: number; steps: number; disposed: number };
}

/** Answers the scripts of gathering and of steps as the shells of a host would. */
export function fakeTransport(host: FakeHost, target = 'alice@web1'): FakeTransport {
  const counts = { looks: 0, steps: 0, disposed: 0 };
  return {
    kind: 'ssh',
    target,
    counts,
    get sessions() {
      return counts.looks + counts.steps;
    },
    start(script) {
      const nonce = /^N='?(?<nonce>[\da-f]+)/mu.exec(script)?.groups?.['nonce'] ?? '';
      const isStep = !/^GROUP=/mu.test(script);
      if (isStep) counts.steps += 1;
      else counts.looks += 1;
      return Promise.resolve(
        session(isStep ? stepLines(nonce, host.onStep(script)) : lookLines(nonce, host)),
      );
    },
    observe: () => Promise.resolve({ transport: 'ssh', ...host.seen }),
    [Symbol.asyncDispose]: () => {
      counts.disposed += 1;
      return Promise.resolve();
    },
  };
}

function stepLines(nonce: string, status: StepStatus): readonly string[] {
  if (status === 'lost') return [`${nonce} B root`, `${nonce} A`];
  return [`${nonce} B root`, `${nonce} A`, `${nonce} E ${status} 0`, `${nonce} Z`];
}

/** What the shell of a fake host prints for a script that looks, a line each. */
export function lookLines(
  nonce: string,
  { answers, privilege = 'root', noise, refusal }: Omit<FakeHost, 'onStep'>,
): readonly string[] {
  const sessions = new Map<string, string>();
  for (const [id, { stdout, exitCode = 0 }] of Object.entries(answers())) {
    const fact: Fact | undefined = Object.values(facts).find((one) => one.id === id);
    if (fact === undefined || fact.as === 'client') throw new Error(`${id} is read by no probe`);
    if (refusal !== undefined && fact.as === 'root') continue;
    const key = sessionId(fact);
    sessions.set(key, `${sessions.get(key) ?? ''}${stdout}\n${nonce} ${id} ${exitCode}\n`);
  }
  return [
    ...(noise === undefined ? [] : [noise]),
    `${nonce} .main B ${refusal === undefined ? privilege : 'sudo'}`,
    ...(privilege === 'root' && refusal === undefined ? [`${nonce} .root B`] : []),
    ...[...sessions].flatMap(([id, text]) => frames(nonce, id, text)),
    ...(refusal === undefined ? [] : [`${nonce} .root S 1 ${refusal}`]),
    `${nonce} .main Z`,
  ];
}

function frames(nonce: string, id: string, text: string): readonly string[] {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / 150) }, (_, at) =>
    [...bytes.subarray(at * 150, (at + 1) * 150)].map((byte) => byte.toString(16).padStart(2, '0')),
  );
  return [
    ...chunks.map((chunk, at) => `${nonce} ${id} H ${at} ${chunk.join(' ')}`),
    `${nonce} ${id} E n${bytes.length} c0`,
  ];
}

function session(lines: readonly string[]): ShellSession {
  return {
    output: printed(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
    ended: Promise.resolve({ exitCode: 0, signal: null, stderr: '' }),
    write: () => undefined,
    end: () => undefined,
    abandon: () => undefined,
  };
}

async function* printed(bytes: Buffer): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield bytes;
}
