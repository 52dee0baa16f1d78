import { defineClientFact, known, unreadable } from '../model/fact.ts';

/** What sshd answered when it was asked to forward a unix socket. */
export interface StreamlocalAnswer {
  readonly path: string;
  readonly opened: boolean;
  /** Empty when it opened. */
  readonly error: string;
}

/** Unix-socket forwarding, by trying it. */
export const streamlocal = defineClientFact({
  id: 'streamlocal',
  title: 'Unix-socket forwarding',
  as: 'client',
  observe({ streamlocal: seen }) {
    if (seen === undefined) {
      return unreadable('not-gathered', 'this transport cannot ask sshd for a unix-socket channel');
    }
    return known<StreamlocalAnswer>({
      path: seen.path,
      opened: seen.opened,
      error: seen.error ?? '',
    });
  },
});
