import { checks } from '../../../checks/index.ts';
import { fixes } from '../../../fixes/index.ts';
import { isDeep } from '../../engine/select.ts';
import { jsonDocument } from '../../parse/json-document.ts';
import type { AnyCheck } from '../../model/check.ts';
import { wrap } from '../../../reports/text/wrap.ts';
import type { CommandFunction } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

/** Prints every check and fix, by area. */
export const list: CommandFunction = async (_, { settings, terminal }) => {
  const document = settings.format === 'json' ? asJson() : asText(terminal.columns);
  const written = await terminal.writeOut(document);
  return written === 'failed' ? EXIT.usage : EXIT.ready;
};

function asJson(): string {
  const listed = {
    checks: checks.map(({ meta, requires, consults = [] }) => ({ ...meta, requires, consults })),
    fixes: fixes.map(({ meta }) => meta),
  };
  return jsonDocument(listed);
}

function asText(width: number): string {
  const areas = [...new Set(checks.map(({ meta }) => meta.area))].toSorted();
  const lines = areas.flatMap((area) => [
    area,
    ...checks
      .filter(({ meta }) => meta.area === area)
      .flatMap((check) => entry(lineOf(check), width)),
    '',
  ]);
  return [
    ...lines,
    'Fixes',
    ...fixes.flatMap(({ meta }) => entry(`${meta.id} (${meta.effect}): ${meta.title}`, width)),
    '',
    `${checks.length} checks and ${fixes.length} fixes. More about one: podready explain ID`,
    '',
  ].join('\n');
}

function lineOf(check: AnyCheck): string {
  const { id, severity, title } = check.meta;
  return `${id} (${severity}${isDeep(check) ? ', with --deep' : ''}): ${title}`;
}

function entry(text: string, width: number): readonly string[] {
  return wrap(text, width - 2, 4).map((line) => `  ${line}`);
}
