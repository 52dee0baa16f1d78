import { z } from 'zod';
import { needSchema } from './report-schema.ts';

// Literal lists, not imports: what is published here must not change because a type does. A test
// proves that the two agree.

const effect = z
  .enum(['safe', 'disruptive', 'loosens'])
  .describe('What it does to others: nothing, stops or restarts something, weakens a restriction.');

const argv = z.tuple([z.string()], z.string());
const bits = z.int().min(0).max(0o7777).describe('Permission bits, as a number.');
const fileBefore = z
  .string()
  .nullable()
  .describe('What the file held when the host was looked at; null when it did not exist.');

const step = {
  summary: z.string(),
  as: z.enum(['root', 'user']),
  effect,
  undo: z.enum(['exact', 'equivalent', 'none']).describe('How well it can be taken back.'),
  guard: z
    .exactOptional(z.enum(['sshd', 'firewall']))
    .describe('What it may lock people out of: the host takes it back unless it is proven.'),
};

const anyStep = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('run'), ...step, argv, undoArgv: z.exactOptional(argv) }),
    z.object({
      kind: z.literal('write-file'),
      ...step,
      path: z.string(),
      content: z.string(),
      mode: bits,
      before: fileBefore,
    }),
    z.object({
      kind: z.literal('set-mode'),
      ...step,
      path: z.string(),
      mode: bits,
      before: bits,
    }),
    z.object({
      kind: z.literal('enable-unit'),
      ...step,
      manager: z.enum(['system', 'user']),
      unit: z.string(),
      now: z.boolean(),
      before: z.object({ enabled: z.boolean(), active: z.boolean() }),
    }),
    z.object({ kind: z.literal('enable-linger'), ...step, user: z.string(), uid: z.int() }),
    z.object({
      kind: z.literal('sysctl'),
      ...step,
      key: z.string(),
      value: z.string(),
      valueBefore: z.string(),
      path: z.string(),
      content: z.string(),
      before: fileBefore,
    }),
    z.object({
      kind: z.literal('load-module'),
      ...step,
      module: z.string(),
      path: z.string(),
      content: z.string(),
      before: fileBefore,
    }),
    z.object({
      kind: z.literal('install-package'),
      ...step,
      manager: z.enum(['apt', 'dnf', 'zypper', 'pacman', 'apk']),
      packages: argv,
      reinstall: z.boolean(),
    }),
    z.object({
      kind: z.literal('allocate-subids'),
      ...step,
      user: z.string(),
      start: z.int(),
      count: z.int(),
      files: z.array(z.enum(['subuid', 'subgid'])),
    }),
    z.object({
      kind: z.literal('create-user'),
      ...step,
      user: z.string(),
      home: z.string(),
      shell: z.string(),
    }),
    z.object({ kind: z.literal('authorize-key'), ...step, key: z.string() }),
  ])
  .meta({
    id: 'step',
    description: 'One step; a file is given whole, as it was and as it will be.',
  });

const plan = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('change'),
    steps: z.tuple([anyStep], anyStep),
    afterwards: z
      .array(z.enum(['re-login', 'reboot', 'system-migrate']))
      .describe('What has to happen before all of it counts.'),
    notes: z.exactOptional(z.array(z.string())),
  }),
  z.object({ outcome: z.literal('blocked'), because: z.string() }),
  z.object({ outcome: z.literal('manual'), because: z.string(), commands: z.array(z.string()) }),
]);

const fix = z
  .object({
    id: z.string().describe('Id of the fix; stable for ever.'),
    title: z.string(),
    effect,
    gains: z.string().nullable().describe('For loosens: who gains what.'),
    repairs: z.array(z.string()).describe('Ids of the failed checks that it repairs.'),
    after: z.array(z.string()).describe('Ids of fixes without which it is not begun.'),
    plan,
  })
  .describe('One fix, in the order in which they are applied.');

const host = z.object({
  host: z.string(),
  local: z.boolean().describe('The machine on which podready ran.'),
  at: z.iso.datetime().describe('UTC, from the clock of the client; not compared.'),
  user: z.string().nullable(),
  needs: z.array(needSchema),
  fixes: z.array(fix),
  withheld: z
    .array(z.object({ id: z.string(), because: z.string() }))
    .describe('Fixes that have to be named by id.'),
  unjudged: z
    .array(z.string())
    .describe('Ids of checks that could not be judged, so that nothing is planned for them.'),
});

/** What `podready plan -o plan.json` writes. Within a major version there are only additions. */
export const savedPlanSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('podready'), version: z.string() }),
  asked: z
    .object({
      user: z.string().nullable(),
      needs: z.array(z.string()),
      exact: z
        .exactOptional(z.literal(true))
        .describe('The needs are all: a profile took the place of the default ones.'),
      only: z.array(z.string()),
      skip: z.array(z.string()),
    })
    .describe('The options that decide what is planned.'),
  hosts: z.array(host).min(1),
});

/** The published JSON Schema (2020-12). Properties that it does not name are allowed. */
export function savedPlanJsonSchema(): object {
  const schema = z.toJSONSchema(savedPlanSchema, {
    target: 'draft-2020-12',
    io: 'input',
    // A list that is not empty is described by `items` and `minItems` alone.
    override: ({ jsonSchema }) => delete jsonSchema.prefixItems,
  });
  return { ...schema, $id: 'urn:podready:schema:plan:1.0', title: 'podready plan 1.0' };
}
