import type { SavedPlan } from '../model/saved-plan.ts';
import { UsageError } from '../model/usage-error.ts';
import { jsonDocument } from '../parse/json-document.ts';
import { printable } from '../parse/printable.ts';
import { boundedText } from './bounded-text.ts';
import { replaceFile } from './replace-file.ts';

/** What a plan of some hundred hosts has; more would cost memory before it is refused. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_VALUES = 200_000;

/** Writes a plan to be reviewed, and to be compared with. */
export async function savePlan(file: string, plan: SavedPlan): Promise<void> {
  await replaceFile(file, jsonDocument(plan));
}

/** Reads a saved plan. Throws a `UsageError` that names the file and what is wrong with it. */
export async function loadPlan(file: string): Promise<SavedPlan> {
  const document = await parsed(file);
  // Loaded only here: it costs as much as everything else together.
  const { savedPlanSchema } = await import('../model/saved-plan-schema.ts');
  const { success, data, error } = savedPlanSchema.safeParse(document);
  if (!success) {
    const [issue] = error.issues;
    const where =
      issue === undefined ? '' : `${issue.path.join('.') || 'all of it'}: ${issue.message}`;
    throw unusable(file, `this is no plan that podready plan -o saved (${where})`);
  }
  return data;
}

/** The file is not ours: what it makes an error say is shown as data. */
export function unusable(file: string, why: unknown): UsageError {
  const reason = why instanceof Error ? why.message : String(why);
  return new UsageError(`--plan ${file}: ${printable(reason)}`, { cause: why });
}

async function parsed(file: string): Promise<unknown> {
  try {
    let values = 0;
    return JSON.parse(await boundedText(file, MOST_BYTES), (_, value: unknown) => {
      values += 1;
      if (values > MOST_VALUES) throw new RangeError('it holds more than a plan does');
      return value;
    });
  } catch (error) {
    throw unusable(file, error);
  }
}
