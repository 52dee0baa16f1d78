import type { WriteFileStep } from '../model/fix.ts';

/** A folder of drop-ins, and as whom they are written there. */
export interface DropInFolder {
  readonly path: string;
  readonly as: 'root' | 'user';
}

/**
 * The folder of drop-ins that wins over all other layers: below the home of the user, or below /etc for root,
 * who has no layer of its own. Undefined where a variable of the environment names another file in their place.
 */
export function dropInFolder(
  name: 'containers.conf' | 'registries.conf',
  files: readonly { readonly path: string }[],
  isRoot: boolean,
): DropInFolder | undefined {
  const isSystem = (path: string): boolean => /^\/(?:etc|usr)\//u.test(path);
  const main = files.find(
    ({ path }) =>
      path.endsWith(`/${name}`) && isSystem(path) === isRoot && !path.startsWith('/usr/'),
  );
  return main === undefined ? undefined : { path: `${main.path}.d`, as: isRoot ? 'root' : 'user' };
}

/** Writes a drop-in that is not there yet. `zz` sorts after what people and packages write. */
export function dropInStep(
  { path, as }: DropInFolder,
  topic: string,
  { summary, content, effect }: Pick<WriteFileStep, 'summary' | 'content' | 'effect'>,
): WriteFileStep {
  return {
    kind: 'write-file',
    summary,
    as,
    effect,
    undo: 'exact',
    path: dropInPath({ path }, topic),
    content: `# Written by podready.\n${content}`,
    mode: 0o644,
    before: null,
  };
}

/** Where the drop-in of ours for that topic is. */
export function dropInPath({ path }: Pick<DropInFolder, 'path'>, topic: string): string {
  return `${path}/zz-podready-${topic}.conf`;
}
