import { absent, defineClientFact, known, unreadable } from '../model/fact.ts';

/** Text that arrived before the first frame; absent when nothing did. */
export const noise = defineClientFact({
  id: 'noise',
  title: 'Output of the login shell',
  as: 'client',
  observe({ noise: text, transport }) {
    if (transport === 'replay') return unreadable('not-gathered', 'nobody logged in');
    return text.trim() === '' ? absent('the login shell printed nothing') : known<string>(text);
  },
});
