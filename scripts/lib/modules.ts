import { readdir } from 'node:fs/promises';
import { fromRoot } from './root.ts';

/** One file of a folder in which every file holds one thing. */
export interface Module {
  /** From the root of the repository, such as `checks/subid/subuid-range.ts`. */
  readonly path: string;
  /** File name without its ending, such as `subuid-range`. */
  readonly id: string;
  /** Name of its export, such as `subuidRange`. */
  readonly name: string;
  /** Specifier from the index of the folder, such as `./subid/subuid-range.ts`. */
  readonly specifier: string;
}

/** The modules of a folder, in the order of their paths. `depth` 2 looks into its subfolders. */
export async function listModules(folder: string, depth: 1 | 2): Promise<readonly Module[]> {
  const relative = depth === 1 ? await names(folder) : await namesBelow(folder);
  return relative
    .filter((path) => path !== 'index.ts')
    .toSorted()
    .map((path) => toModule(folder, path));
}

async function names(folder: string): Promise<readonly string[]> {
  const entries = await readdir(fromRoot(folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && isSource(entry.name)).map(({ name }) => name);
}

async function namesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(fromRoot(folder), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await Promise.all(
    folders.map(async (inner) =>
      (await names(`${folder}/${inner}`)).map((name) => `${inner}/${name}`),
    ),
  );
  return found.flat();
}

function isSource(name: string): boolean {
  return name.endsWith('.ts') && !name.endsWith('.d.ts');
}

function toModule(folder: string, path: string): Module {
  const id = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u.test(id)) {
    throw new Error(`${folder}/${path}: a file name here is in kebab case`);
  }
  return { path: `${folder}/${path}`, id, name: camelCase(id), specifier: `./${path}` };
}

/** `subuid-range` → `subuidRange`. */
export function camelCase(id: string): string {
  return id.replaceAll(/-(?<first>[a-z0-9])/gu, (_, first: string) => first.toUpperCase());
}
