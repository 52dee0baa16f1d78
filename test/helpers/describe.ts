import { type Callback, suite, type Test } from 'uvu';

const TIMEOUT_MS = 90_000;

/** Adds one test to the suite. */
export type It = (title: string, body: Callback) => void;

/** A suite that always runs, and in which a test can neither hang nor throw something that is no `Error`. */
export function describe(name: string, define: (it: It) => void): void {
  const tests: Test = suite(name);
  define((title, body) => tests(title, (context) => settle(body, context)));
  tests.run();
}

async function settle(body: Callback, context: Parameters<Callback>[0]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
  });
  try {
    await Promise.race([body(context), late]);
  } catch (cause) {
    throw cause instanceof Error ? cause : new Error(`threw ${String(cause)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
