import { z } from 'zod';

// Literal lists, not imports: what is published here must not change because a type does.

const name = z.string().min(1).max(1024);

const gathered = z.object({
  status: z.literal('gathered'),
  host: name,
  file: z
    .string()
    .regex(/^snapshots\/\d{4,6}\.json$/u)
    .describe('Name of the entry that holds the snapshot. Never used as a path.'),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[\da-f]{64}$/u),
  at: z.iso.datetime(),
  milliseconds: z.number().min(0),
  execs: z.int().min(0),
  transport: z.enum(['local', 'ssh', 'openssh', 'replay']),
  privilege: z.string(),
  read: z.array(z.string()).describe('Ids of the facts that are complete.'),
  unread: z
    .array(z.object({ fact: z.string(), because: z.string() }))
    .describe('Facts that were asked for, and that nothing complete came of.'),
  notAsked: z.array(z.string()).describe('Ids of facts that were not asked for.'),
  secrets: z.record(z.string(), z.int().min(1)).describe('Secrets taken out, by fact.'),
});

const skipped = z.object({
  status: z.literal('skipped'),
  host: name,
  isRemote: z.boolean(),
  error: z.object({
    step: z.enum(['name', 'tcp', 'hop', 'host-key', 'auth', 'config', 'shell', 'probe', 'time']),
    message: z.string(),
    hint: z.string(),
  }),
});

/** `manifest.json` of a bundle, as `podready collect` writes it. */
export const bundleManifestSchema = z.object({
  schemaVersion: z.literal('1.0'),
  kind: z.literal('podready-bundle'),
  tool: z.object({ name: z.literal('podready'), version: z.string() }),
  redaction: z.enum(['secrets', 'share']),
  hosts: z.array(z.discriminatedUnion('status', [gathered, skipped])).max(100_000),
});

/** The JSON Schema of the manifest, for publishing. */
export function bundleManifestJsonSchema(): object {
  const schema = z.toJSONSchema(bundleManifestSchema, { target: 'draft-2020-12', io: 'input' });
  return { ...schema, $id: 'urn:podready:schema:bundle:1.0', title: 'podready bundle 1.0' };
}
