/** What bin/ calls in the bundle. */
export { start } from './start.ts';

/** See warm-up.ts. */
export async function warmUp(snapshot: string): Promise<void> {
  await (await import('./warm-up.ts')).warmUp(snapshot);
}
