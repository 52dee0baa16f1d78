import { createReadStream } from 'node:fs';
import type { HostReport, Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';

/** Some thousand hosts; more would cost memory before it is refused. */
const MOST_BYTES = 256 * 1024 * 1024;
const MOST_HOSTS = 20_000;

/** The hosts of saved reports, in the order of the files; none is left out, also not one that is there twice. */
export interface SavedReports {
  readonly hosts: readonly HostReport[];
  /** Versions of podready that made them. */
  readonly versions: ReadonlySet<string>;
  /** What each of them says of its waivers and its baseline as a whole. */
  readonly decided: readonly Pick<Report, 'waivers' | 'baseline'>[];
}

/**
 * Reads reports that `--format json` or `ndjson` made. The files may come from anywhere: their size is bounded, the
 * schema decides what they may hold. Throws a `UsageError` that names the file, and the line, and what is wrong.
 */
export async function loadReports(files: readonly string[]): Promise<SavedReports> {
  const hosts: HostReport[] = [];
  const versions = new Set<string>();
  const decided: Pick<Report, 'waivers' | 'baseline'>[] = [];
  const budget = { bytes: MOST_BYTES };
  for (const file of files) {
    // The text is as large as what it holds: it is let go of before that is checked.
    const documents = documentsIn(await boundedText(file, budget), file);
    for (const { value, where } of documents) {
      const report = await checked(value, where);
      versions.add(report.tool.version);
      decided.push(report);
      hosts.push(...report.hosts);
      if (hosts.length > MOST_HOSTS) {
        throw unusable(file, `there are more than ${MOST_HOSTS} hosts in all`);
      }
    }
  }
  return { hosts, versions, decided };
}

interface Document {
  readonly value: unknown;
  /** The file, and the line where it holds many. */
  readonly where: string;
}

/** One document, or one in every line. */
function documentsIn(text: string, file: string): readonly Document[] {
  const whole = parse(text);
  if ('value' in whole) return [{ value: whole.value, where: file }];
  const lines = text.split('\n').map((line) => line.trim());
  const first = lines.find((line) => line !== '');
  // A document that was cut has no line that is one; then the error is that of the document.
  if (first === undefined || 'problem' in parse(first)) throw unusable(file, whole.problem);
  return lines.flatMap((line, at) => {
    if (line === '') return [];
    const where = `${file}:${at + 1}`;
    const parsed = parse(line);
    if ('problem' in parsed) throw unusable(where, parsed.problem);
    return [{ value: parsed.value, where }];
  });
}

function parse(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const expected = 'expected a report that podready wrote with --format json or ndjson';
    return { problem: `${expected}, and this is no JSON (${reason(error)})` };
  }
}

async function checked(document: unknown, where: string): Promise<Report> {
  // Loaded only here: it costs as much as everything else together.
  const { reportSchema } = await import('../model/report-schema.ts');
  if (typeof document === 'object' && document !== null && 'probes' in document) {
    throw unusable(where, 'this is a snapshot: podready check --from-facts judges it');
  }
  const { success, data, error } = reportSchema.safeParse(asReadVersion(document, where));
  if (!success) {
    const [issue] = error.issues;
    const path = issue?.path.join('.') ?? '';
    throw unusable(
      where,
      `this is no report of podready (${path === '' ? 'all of it' : path}: ${issue?.message ?? ''})`,
    );
  }
  for (const [path, text] of ownTexts(data)) {
    if (text !== printable(text)) {
      throw unusable(where, `this is no report of podready (${path}: control characters)`);
    }
  }
  return data;
}

/** Within a major version of the schema there are only additions: what they add is left out. */
function asReadVersion(document: unknown, where: string): unknown {
  if (typeof document !== 'object' || document === null) return document;
  const version: unknown = 'schemaVersion' in document ? document.schemaVersion : undefined;
  if (typeof version !== 'string') return document;
  if (!/^1\.\d{1,6}$/u.test(version)) {
    throw unusable(where, `schema version ${version} is not one that this podready reads (1.x)`);
  }
  return { ...document, schemaVersion: '1.0' };
}

/** Texts that are podready's own in a report that it made, so that renderers show them as they are. */
function* ownTexts({ tool, hosts }: Report): Iterable<readonly [path: string, text: string]> {
  yield ['tool.version', tool.version];
  for (const [at, host] of hosts.entries()) {
    for (const text of textsOfHost(host)) yield [`hosts.${at}`, text];
  }
}

function* textsOfHost({
  gathered,
  afterReboot,
  results,
  rootCauses,
}: HostReport): Iterable<string> {
  if (gathered !== null) yield* [gathered.transport, gathered.privilege];
  yield* afterReboot?.checks ?? [];
  for (const { check, title, explainedBy, fixes, docs, findings } of results) {
    yield* [check, title, explainedBy ?? '', docs, ...fixes];
    for (const { messageId } of findings) yield messageId;
  }
  for (const { check, explains, fixes } of rootCauses) yield* [check, ...explains, ...fixes];
}

/** No more is read than is allowed in all: a file may be a pipe, or have no end. */
async function boundedText(file: string, budget: { bytes: number }): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of createReadStream(file)) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) throw new RangeError(`there are more than ${MOST_BYTES} bytes in all`);
    }
  } catch (error) {
    throw unusable(file, reason(error));
  }
  // Decoded as a whole: such a string is outside the heap, one of many parts would be in it twice.
  return Buffer.concat(chunks).toString('utf8');
}

function unusable(where: string, why: string): UsageError {
  return new UsageError(printable(`${where}: ${why}`));
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
