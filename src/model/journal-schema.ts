import { z } from 'zod';
import { RUN_ID } from './journal.ts';

// A journal of root's is root's alone, and still nothing in it is taken for what fixes never plan.

const as = z.enum(['root', 'user']);
const place = {
  schemaVersion: z.literal('1.0'),
  run: z.string().regex(RUN_ID),
  fix: z.string().regex(/^[a-z\d]+(?:-[a-z\d]+)*$/u),
  index: z.int().min(0).max(999),
  seen: z.string().max(16_384),
};
// Not in journals of before 0.2.
const last = z.exactOptional(z.boolean());
const undoes = z.exactOptional(z.object({ run: z.string().regex(RUN_ID), index: z.int().min(0) }));

/** One line of a journal: what is about to be done, or how it ended. */
export const journalEntry = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('begin'),
    ...place,
    at: z.iso.datetime(),
    last,
    step: z.looseObject({
      as,
      summary: z.string().max(2000),
      undo: z.enum(['exact', 'equivalent', 'none']),
      undoes,
    }),
  }),
  z.object({
    event: z.literal('end'),
    ...place,
    at: z.exactOptional(z.iso.datetime()),
    last,
    undoes,
    status: z.enum(['done', 'already', 'changed-meanwhile', 'refused', 'failed', 'denied', 'lost']),
  }),
]);

const common = {
  summary: z.string(),
  as,
  effect: z.enum(['safe', 'disruptive', 'loosens']),
  undo: z.enum(['exact', 'equivalent', 'none']),
  undoes,
  guard: z.exactOptional(z.enum(['sshd', 'firewall'])),
};
const path = z
  .string()
  .max(4096)
  .regex(/^(?:\/(?!\.{1,2}(?:\/|$))[^/\0]+)+$/u);
const text = z.string();
const mode = z.int().min(0).max(0o7777);
const user = z.string().regex(/^[\w.][\w.@\\-]*\$?$/u);
const argv = z.tuple([z.string()], z.string());
const values = z.string().regex(/^[\d\s-]{1,200}$/u);
const file = { path, content: text, before: text.nullable() };

/** A step that a fix planned, with all that is needed to take it back. */
export const repairStep = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('run'), ...common, argv, undoArgv: z.exactOptional(argv) }),
    z.object({ kind: z.literal('write-file'), ...common, ...file, mode }),
    z.object({ kind: z.literal('set-mode'), ...common, path, mode, before: mode }),
    z.object({
      kind: z.literal('enable-unit'),
      ...common,
      manager: z.enum(['system', 'user']),
      unit: z.string().regex(/^[\w][\w@.:\\-]*\.(?:service|socket)$/u),
      now: z.boolean(),
      before: z.object({ enabled: z.boolean(), active: z.boolean() }),
    }),
    z.object({ kind: z.literal('enable-linger'), ...common, user, uid: z.int().min(0) }),
    z.object({
      kind: z.literal('sysctl'),
      ...common,
      ...file,
      key: z.string().regex(/^\w+(?:\.[\w-]+)+$/u),
      value: values,
      valueBefore: values,
    }),
    z.object({
      kind: z.literal('load-module'),
      ...common,
      ...file,
      module: z.string().regex(/^\w[\w-]*$/u),
    }),
    z.object({
      kind: z.literal('install-package'),
      ...common,
      manager: z.enum(['apt', 'dnf', 'zypper', 'pacman', 'apk']),
      packages: argv,
      reinstall: z.boolean(),
    }),
    z.object({
      kind: z.literal('allocate-subids'),
      ...common,
      user,
      start: z.int().min(0),
      count: z.int().min(1),
      files: z.array(z.enum(['subuid', 'subgid'])),
    }),
  ])
  .refine((step) => step.as === 'user' || !('path' in step) || isForRoot(step.path, step.kind));

/** The executor refuses the same; what it would refuse is not planned either. */
function isForRoot(where: string, kind: string): boolean {
  return where.startsWith('/etc/') || (kind === 'set-mode' && /\/new[ug]idmap$/u.test(where));
}
