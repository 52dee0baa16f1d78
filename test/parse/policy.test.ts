import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parsePolicy } from '../../src/parse/policy.ts';
import { describe } from '../helpers/describe.ts';

const ANY = '[{"type": "insecureAcceptAnything"}]';

describe('policy', (it) => {
  it('reads defaults and scopes', () => {
    const text = `{"default": [{"type": "reject"}], "transports": {"docker": {"quay.io": ${ANY}}}}`;
    assert.equal(parsePolicy(text), {
      valid: true,
      defaults: ['reject'],
      scopes: new Map([['docker:quay.io', ['insecureAcceptAnything']]]),
    });
  });

  it('refuses what Podman refuses', () => {
    const bad = [
      '',
      '{',
      '[]',
      'null',
      '{}',
      '{"transports": {}}',
      `{"default": ${ANY}, "x": 1}`,
      '{"default": []}',
      '{"default": {}}',
      '{"default": [{"type": "nope"}]}',
      '{"default": [{}]}',
      '{"default": [3]}',
      `{"default": ${ANY}, "transports": []}`,
      `{"default": ${ANY}, "transports": {"docker": 3}}`,
      `{"default": ${ANY}, "transports": {"docker": {"": []}}}`,
    ];
    for (const text of bad) assert.is(parsePolicy(text).valid, false, text);
  });

  it('never throws', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.json());
    fc.assert(fc.property(text, (one) => typeof parsePolicy(one).valid === 'boolean'));
  });
});
