/**
 * What a report of 1,000 hosts costs in every format: reading and checking the saved report, and rendering
 * it, each format in a process of its own. Ends with 1 above the limits. `npm run bench:reports`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { json } from '../../reports/json.ts';
import { loadReports } from '../../src/cli/report-files.ts';
import { LOAD_RENDERER, REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import { checkSnapshot } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import { snapshotSchema } from '../../src/model/snapshot-schema.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import type { HostReport, Renderer } from '../../src/model/report.ts';
import { hostReport, report } from '../helpers/reports.ts';

const HOSTS = 1_000;
const MOST_SECONDS = 5;
const MOST_MEGABYTES = 500;

/** What one format cost. */
interface Cost {
  /** Seconds of the processor. */
  readonly read: number;
  readonly render: number;
  readonly peakMegabytes: number;
  readonly megabytes: number;
}

const [format, file] = process.argv.slice(2);
if (format !== undefined && file !== undefined) {
  process.stdout.write(`${JSON.stringify(await costOf(format, file))}\n`);
} else {
  await compareAll();
}

async function costOf(name: string, path: string): Promise<Cost> {
  const known = REPORT_FORMATS.find((one) => one === name);
  if (known === undefined) throw new Error(`${name} is no format`);
  const renderer: Renderer = await LOAD_RENDERER[known]();
  const started = process.cpuUsage();
  const { hosts } = await loadReports([path]);
  const read = secondsSince(started);
  const options = { color: 0, width: 80, verbose: true } as const;
  const all = report(...hosts);
  const text = renderer.pieces?.(all, options) ?? renderer.render(all, options);
  await writeFile(`${path}.out`, text);
  return {
    read,
    render: secondsSince(started) - read,
    // Kilobytes, on every system.
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
    megabytes: (await stat(`${path}.out`)).size / 1024 / 1024,
  };
}

/** Of the processor, in all threads: other work on the machine does not count. */
function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

async function compareAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-bench-'));
  try {
    const path = join(folder, 'report.json');
    await writeFile(path, json.render(report(...(await manyHosts()))));
    const size = (await stat(path)).size / 1024 / 1024;
    print(
      `${HOSTS} hosts, ${size.toFixed(0)} MB of JSON; limits: ${MOST_SECONDS} s, ${MOST_MEGABYTES} MB`,
    );
    print('format        read  render   peak    size');
    for (const one of REPORT_FORMATS) {
      const cost = await inProcessOfItsOwn(one, path);
      const isWithin =
        cost.read + cost.render < MOST_SECONDS && cost.peakMegabytes < MOST_MEGABYTES;
      print(lineOf(one, cost) + (isWithin ? '' : '  TOO MUCH'));
      if (!isWithin) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function inProcessOfItsOwn(one: string, path: string): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    fileURLToPath(import.meta.url),
    one,
    path,
  ]);
  return JSON.parse(stdout) as Cost;
}

/**
 * The recorded hosts of the test fixtures over and over, healthy or with two faults, and one in fifty that was not
 * reached.
 */
async function manyHosts(): Promise<readonly HostReport[]> {
  const folder = new URL('../fixtures/hosts/', import.meta.url);
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(name, folder), 'utf8'));
  const healthy = snapshotSchema.parse(await read('healthy.json'));
  const names = (await readdir(folder)).filter((name) => name !== 'healthy.json');
  const faults = await Promise.all(names.map(async (name) => (await read(name)) as Snapshot));
  const needs = { names: new Set(['run', 'api', 'boot', 'remote'] as const), ports: [] };
  const selection = select({ only: [], skip: [] });
  const reports = [healthy, ...faults].map((one, at) => {
    const probes = { ...healthy.probes, ...one.probes, ...(at === 0 ? {} : faults[0]?.probes) };
    return checkSnapshot({ ...healthy, probes }, selection, needs).report;
  });
  return Array.from({ length: HOSTS }, (_, at): HostReport => {
    const host = `alice@web${at + 1}.example.com`;
    const seen = reports[at % reports.length];
    if (seen !== undefined && at % 50 !== 49) return { ...seen, host };
    const error = {
      step: 'tcp',
      message: `${host}: connection refused`,
      hint: 'Is sshd running?',
    } as const;
    return hostReport({
      host,
      user: null,
      verdict: 'unknown',
      error,
      gathered: null,
      machine: null,
    });
  });
}

function lineOf(one: string, { read, render, peakMegabytes, megabytes }: Cost): string {
  return [
    one.padEnd(11),
    `${read.toFixed(2)} s`.padStart(7),
    `${render.toFixed(2)} s`.padStart(7),
    `${peakMegabytes.toFixed(0)} MB`.padStart(7),
    `${megabytes.toFixed(1)} MB`.padStart(8),
  ].join(' ');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
