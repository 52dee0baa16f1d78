import { z } from 'zod';

// Literal lists, not imports: what is published here must not change because a type does. A test
// proves that the two agree.

const evidence = z
  .object({
    kind: z.enum(['file', 'command', 'kernel', 'unit', 'client']),
    where: z.string().describe('Path, command line, kernel key or unit name.'),
    line: z.exactOptional(z.int().min(1)).describe('Line in the file, from 1.'),
    found: z.string(),
    expected: z.string(),
  })
  .describe('What was seen, where a person can look for it.');

const severity = z.enum(['error', 'warning', 'info']);

/** A need as reports and plans name it. */
export const needSchema = z.union([
  z.enum([
    'run',
    'api',
    'boot',
    'remote',
    'rootful',
    'publish',
    'ping',
    'short-names',
    'docker-clients',
  ]),
  z.templateLiteral(['publish:', z.int()]),
]);

const finding = z
  .object({
    messageId: z.string(),
    message: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number()])),
    evidence: z.array(evidence),
    known: z.exactOptional(z.literal(true)).describe('The baseline has it too.'),
  })
  .describe('One thing that is wrong; identified by `messageId`, never by its prose.');

const waiver = {
  name: z.string(),
  reason: z.string(),
  owner: z.string(),
  expires: z.string().nullable().describe('Its last day; null when it has no end.'),
  timeZone: z.string().describe('IANA name of the time zone in which that day ends.'),
  daysLeft: z.int().nullable().describe('Whole days after this one; negative once it expired.'),
  state: z.enum(['in-force', 'ends-soon', 'expired']),
};

const result = z
  .object({
    check: z.string().describe('Id of the check; stable for ever.'),
    area: z.enum([
      'kernel',
      'userns',
      'subid',
      'cgroup',
      'session',
      'socket',
      'ssh',
      'selinux',
      'apparmor',
      'firewall',
      'network',
      'storage',
      'registry',
      'version',
      'limit',
      'identity',
      'outcome',
    ]),
    title: z.string(),
    severity: severity.describe('`info` at most when no need of the check was asked for.'),
    status: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
    findings: z.array(finding),
    because: z.string().nullable().describe('Why the status is unknown or not-applicable.'),
    explainedBy: z.string().nullable().describe('The root cause that this failure follows from.'),
    fixes: z.array(z.string()),
    commands: z.array(z.string()).describe('What a person would type to repair it by hand.'),
    docs: z.string(),
    waiver: z
      .exactOptional(z.object(waiver))
      .describe('The waiver for this failure; one that has expired changes nothing.'),
    accepted: z
      .exactOptional(z.object({ by: z.enum(['waiver', 'baseline']), severity }))
      .describe('Why this failure is only a note, and the severity that it would have.'),
  })
  .describe('One selected check on one host.');

const rootCause = z
  .object({
    check: z.string(),
    severity,
    message: z.string(),
    evidence: z.array(evidence),
    explains: z.array(z.string()).describe('Ids of the failed checks that follow from it.'),
    fixes: z.array(z.string()),
    commands: z.array(z.string()),
  })
  .describe('A failed check of warning or error that no other failure explains.');

const hostError = z
  .object({
    step: z.enum(['name', 'tcp', 'hop', 'host-key', 'auth', 'config', 'shell', 'probe', 'time']),
    message: z.string(),
    hint: z.string(),
  })
  .describe('The step of looking at the host that failed.');

const gathered = z.object({
  at: z.iso.datetime().describe('UTC, from the clock of the client.'),
  transport: z.string(),
  milliseconds: z.number(),
  execs: z.int().describe('Exec channels, or local processes, that it took.'),
  privilege: z.string().describe('How the root section ran: root, sudo, doas or none.'),
});

const machine = z.object({
  os: z.string().nullable(),
  kernel: z.string().nullable(),
  architecture: z.string().nullable(),
  podman: z.string().nullable(),
  virtualization: z.string().nullable(),
});

const idMap = z
  .object({
    map: z
      .array(z.object({ inside: z.int(), outside: z.int(), count: z.int() }))
      .describe('As Podman maps them: the user first, then the subordinate ids, the lowest first.'),
    others: z
      .array(
        z.object({
          kind: z.enum(['range', 'account']),
          owner: z.string(),
          start: z.int(),
          count: z.int(),
        }),
      )
      .describe('Whose the ids around are, and those that overlap; at most 32.'),
    othersLeftOut: z.int(),
  })
  .describe('How ids in containers of the user stand for ids of the host.');

const host = z.object({
  host: z.string(),
  user: z.string().nullable(),
  needs: z.array(needSchema),
  target: z
    .exactOptional(z.string())
    .describe('The version that the host is to be upgraded to, such as podman@6.'),
  verdict: z.enum(['ready', 'not-ready', 'unknown']),
  afterReboot: z
    .exactOptional(
      z.object({ verdict: z.enum(['ready', 'not-ready', 'unknown']), checks: z.array(z.string()) }),
    )
    .describe('Whether it works after a reboot with nobody logged in; with the need boot only.'),
  error: hostError.nullable(),
  gathered: gathered.nullable(),
  machine: machine.nullable(),
  ids: z
    .exactOptional(z.object({ uids: idMap, gids: idMap }))
    .describe('Missing for root, and where the subordinate ids were not read.'),
  results: z.array(result),
  rootCauses: z.array(rootCause),
});

/** What `--format json` prints. Within a major version there are only additions. */
export const reportSchema = z.object({
  schemaVersion: z.literal('1.0'),
  tool: z.object({ name: z.literal('podready'), version: z.string() }),
  hosts: z.array(host),
  waivers: z
    .exactOptional(
      z.array(
        z.object({
          ...waiver,
          checks: z.array(z.string()),
          hosts: z.array(z.string()),
          use: z.enum(['used', 'unused', 'not-judged']),
        }),
      ),
    )
    .describe('With a file of waivers: each of them, and whether this run had use for it.'),
  baseline: z
    .exactOptional(z.object({ known: z.int(), new: z.int(), gone: z.int() }))
    .describe('With a baseline: how many of its findings were found again, new ones, those gone.'),
});

/** The published JSON Schema (2020-12). Properties that it does not name are allowed. */
export function reportJsonSchema(): object {
  const schema = z.toJSONSchema(reportSchema, { target: 'draft-2020-12', io: 'input' });
  return {
    ...schema,
    $id: 'urn:podready:schema:report:1.0',
    title: 'podready report 1.0',
  };
}
