import { absent, defineClientFact, known } from '../model/fact.ts';

/** Text that arrived before the first frame; absent when nothing did. */
export const noise = defineClientFact({
  id: 'noise',
  title: 'Output of the login shell',
  as: 'client',
  observe({ noise: text }) {
    return text.trim() === '' ? absent('the login shell printed nothing') : known<string>(text);
  },
});
