import { TransportError } from '../../src/transport/transport.ts';

/** The `TransportError` with which an action fails; anything else is thrown on. */
export async function failureOf(action: Promise<unknown>): Promise<TransportError> {
  const [result] = await Promise.allSettled([action]);
  if (result.status === 'fulfilled') throw new Error('expected a TransportError, found success');
  if (result.reason instanceof TransportError) return result.reason;
  throw result.reason;
}
