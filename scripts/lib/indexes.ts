import type { Module } from './modules.ts';

/** One generated index: of which folder, how deep, where it is, and what it says. */
export interface IndexDefinition {
  readonly folder: string;
  /** `index.ts` of the folder unless it says otherwise. */
  readonly path?: string;
  readonly depth: 1 | 2;
  readonly render: (modules: readonly Module[]) => string;
}

/** Every generated index of this repository. */
export const INDEXES: readonly IndexDefinition[] = [
  { folder: 'src/facts', depth: 1, render: renderFacts },
  { folder: 'checks', depth: 2, render: renderChecks },
  { folder: 'fixes', depth: 1, render: renderFixes },
  { folder: 'reports', depth: 1, render: renderReports },
  { folder: 'reports', depth: 1, path: 'src/cli/report-formats.ts', render: renderFormats },
  { folder: 'exports', depth: 1, render: renderExports },
  { folder: 'symptoms', depth: 1, render: renderSymptoms },
];

function renderFacts(modules: readonly Module[]): string {
  return `import type { ClientFact, ProbeFact } from '../model/fact.ts';
${imports(modules)}

/** Everything that can be learnt about a host. */
export const facts = { ${list(modules)} } as const;

export type FactId = keyof typeof facts;

type ValueOf<Definition> =
  Definition extends ProbeFact<string, infer Value>
    ? Value
    : Definition extends ClientFact<string, infer Value>
      ? Value
      : never;

/** Value type of every fact, derived from its parser. */
export type FactValues = { readonly [Id in FactId]: ValueOf<(typeof facts)[Id]> };
`;
}

function renderChecks(modules: readonly Module[]): string {
  return `import type { AnyCheck } from '../src/model/check.ts';
${imports(modules)}

/** Every check, by area and id. */
export const checks: readonly AnyCheck[] = [${list(modules)}];
`;
}

function renderFixes(modules: readonly Module[]): string {
  return `import type { AnyFix } from '../src/model/fix.ts';
${imports(modules)}

/** Every fix, by id. */
export const fixes: readonly AnyFix[] = [${list(modules)}];
`;
}

function renderReports(modules: readonly Module[]): string {
  return `import type { Renderer } from '../src/model/report.ts';
${imports(modules)}

/** Every format of a report, by the name that \`--format\` takes. */
export const renderers = { ${list(modules)} } as const satisfies Readonly<
  Record<string, Renderer>
>;

export type ReportFormat = keyof typeof renderers;
`;
}

/** For the command line: the names cost nothing, and a renderer its imports when it is used. */
function renderFormats(modules: readonly Module[]): string {
  return `import type { Renderer } from '../model/report.ts';

/** What \`--format\` takes, in the order of help. */
export const REPORT_FORMATS = [${modules.map(({ name }) => `'${name}'`).join(', ')}] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Loads the renderer of a format. */
export const LOAD_RENDERER: Readonly<Record<ReportFormat, () => Promise<Renderer>>> = {
${modules.map(({ name, path }) => `  ${name}: async () => (await import('../../${path}')).${name},`).join('\n')}
};
`;
}

function renderExports(modules: readonly Module[]): string {
  const entries = modules.map(({ id, name }) => (id === name ? name : `'${id}': ${name}`));
  return `import type { Exporter } from '../src/model/exporter.ts';
${imports(modules)}

/** Every format that a plan is exported to, by the name that \`--export\` takes. */
export const exporters = { ${entries.join(', ')} } as const satisfies Readonly<
  Record<string, Exporter>
>;

export type ExportFormat = keyof typeof exporters;
`;
}

function renderSymptoms(modules: readonly Module[]): string {
  return `import type { Symptom } from '../src/model/symptom.ts';
${imports(modules)}

/** Every error message that podready knows, by family. */
export const symptoms: readonly Symptom[] = [${modules.map(({ name }) => `...${name}`).join(', ')}];
`;
}

function imports(modules: readonly Module[]): string {
  return modules.map(({ name, specifier }) => `import { ${name} } from '${specifier}';`).join('\n');
}

function list(modules: readonly Module[]): string {
  return modules.map(({ name }) => name).join(', ');
}
