/**
 * Runs every `*.test.ts` under uvu, and closes the ways in which uvu 0.5 exits 0 without having
 * tested: a hook that throws, a suite that is never run, `.only` left behind, no file found.
 */
import process from 'node:process';
import { parse } from 'uvu/parse';

type SuiteResult = [errors: string | true, passed: number, skipped: number, total: number];
type Group = [file: string, ...suites: (() => Promise<SuiteResult>)[]];

// Before uvu is loaded: otherwise every `suite.run()` starts the queue by itself.
const queue: Group[] = [];
Object.assign(globalThis, { UVU_DEFER: 1, UVU_QUEUE: queue });
const { exec } = await import('uvu');

let passed = 0;
let failed = 0;
const complaints: string[] = [];

const [pattern = String.raw`\.test\.ts$`] = process.argv.slice(2);
const { suites: files } = await parse('test', pattern, {
  ignore: ['^fixtures/', '^helpers/', '^lab/'],
});
for (const [index, { name, file }] of files.entries()) {
  queue.push([name]);
  Object.assign(globalThis, { UVU_INDEX: index });
  await import(`file://${file}`);
  const [, ...suites] = queue[index] ?? [name];
  if (suites.length === 0) complaints.push(`${name}: no suite was run`);
  queue[index] = [name, ...suites.map((run) => () => counted(name, run))];
}

async function counted(name: string, run: () => Promise<SuiteResult>): Promise<SuiteResult> {
  const [errors, ran, skipped, total] = await run();
  passed += ran;
  failed += total - ran;
  if (total === 0) complaints.push(`${name}: a suite without tests`);
  if (skipped > 0) complaints.push(`${name}: ${skipped} left out by .only or .skip`);
  const hookFailed = errors === true && ran < total;
  return [hookFailed ? `${name}: a hook failed\n` : errors, ran, skipped, total];
}

await exec();
if (files.length === 0) complaints.push(`no test file matches ${pattern}`);
for (const complaint of complaints) console.error(`✘ ${complaint}`);
if (failed > 0 || complaints.length > 0) process.exitCode = 1;
console.log(`${passed} passed, ${failed} failed`);

// Unreferenced: it fires only if a socket, timer or child of some test is still open.
setTimeout(() => {
  console.error(`✘ left open: ${process.getActiveResourcesInfo().join(', ')}`);
  // eslint-disable-next-line no-restricted-syntax -- what is still open would keep the process alive
  process.exit(1);
}, 2_000).unref();
