import { z } from 'zod';

/** The private file that turns pseudonyms back. */
export const pseudonymMapSchema = z.object({
  schemaVersion: z.literal('1.0'),
  key: z.string().min(16),
  pairs: z.array(
    z.object({
      kind: z.enum(['user', 'host', 'domain', 'address', 'mac']),
      original: z.string().min(1),
      pseudonym: z.string().min(1),
    }),
  ),
});
