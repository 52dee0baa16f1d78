import { z } from 'zod';

const probeRecord = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('done'),
    exitCode: z.int(),
    stdout: z.string(),
    cut: z.boolean(),
  }),
  z.object({ status: z.literal('timeout') }),
  z.object({ status: z.literal('truncated') }),
  z.object({ status: z.literal('denied'), because: z.string() }),
]);

/** A snapshot as `--save-facts` writes it. Facts that this version does not know are kept. */
export const snapshotSchema = z.object({
  schemaVersion: z.literal('1.0'),
  host: z.string().min(1),
  at: z.iso.datetime(),
  milliseconds: z.number(),
  execs: z.int(),
  privilege: z.string(),
  client: z.object({
    transport: z.enum(['local', 'ssh', 'openssh', 'replay']),
    noise: z.string(),
    serverIdent: z.exactOptional(z.string()),
    streamlocal: z.exactOptional(
      z.object({
        path: z.string(),
        opened: z.boolean(),
        error: z.exactOptional(z.string()),
      }),
    ),
  }),
  probes: z.record(z.string(), probeRecord),
});
