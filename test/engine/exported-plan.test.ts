import * as assert from 'uvu/assert';
import { refuseGuarded, toExportedPlan } from '../../src/engine/exported-plan.ts';
import { type HostPlan, planHost } from '../../src/engine/plan.ts';
import type { Step } from '../../src/model/fix.ts';
import { known, unreadable } from '../../src/model/fact.ts';
import { serviceAccount } from '../../fixes/service-account.ts';
import { linger } from '../../fixes/linger.ts';
import { describe } from '../helpers/describe.ts';
import { alice, NO_ACCOUNT } from '../helpers/fix-facts.ts';

const report = { host: 'web1', gathered: null };
const needs = { names: new Set<never>(), ports: [] };
const EMPTY: HostPlan = { fixes: [], withheld: [], unjudged: ['some-check'] };

describe('the plan that is exported', (it) => {
  it('is for the user of the facts, and says what could not be judged', () => {
    const made = toExportedPlan({ tool: 'x', report, facts: { user: known(alice) }, plan: EMPTY });
    assert.equal(made?.user, { name: 'alice', uid: 1000, home: '/home/alice' });
    assert.equal(made?.left, ['could not be judged: some-check']);
  });

  it('is for the user whom it creates, and for nobody else', () => {
    const nobody = unreadable('denied', 'there is no user of that name');
    const facts = { user: nobody, targetAccount: known(NO_ACCOUNT) };
    const added = new Set(['service-account']);
    const plan = planHost({
      facts,
      results: [],
      needs,
      only: new Set(),
      added,
      fixes: [serviceAccount],
    });
    const made = toExportedPlan({ tool: 'x', report, facts, plan });
    assert.equal(made?.user, { name: 'podman', uid: null, home: '/home/podman' });
    assert.is(toExportedPlan({ tool: 'x', report, facts, plan: EMPTY }), null);
  });

  it('is refused when a step needs a guard', () => {
    const step = {
      kind: 'run',
      summary: 'Open 8080/tcp',
      as: 'root',
      effect: 'loosens',
      undo: 'none',
      argv: ['ufw', 'allow', '8080/tcp'],
    } as const;
    const planOf = (one: Step) =>
      ({
        ...{ tool: 'x', host: 'web1', at: '', left: [] },
        user: { name: 'alice', uid: 1000, home: '/home/alice' },
        fixes: [
          { id: 'open', title: 'Open', effect: 'loosens', steps: [one], afterwards: [], notes: [] },
        ],
      }) as const;
    assert.is(refuseGuarded(planOf(step)), null);
    const refused = refuseGuarded(planOf({ ...step, guard: 'firewall' }));
    assert.is(refused?.outcome, 'inexpressible');
    if (refused?.outcome !== 'inexpressible') return;
    assert.equal([refused.steps[0].fix, refused.steps[0].step], ['open', 'Open 8080/tcp']);
    assert.match(refused.steps[0].because, /lock people out/u);
  });

  it('names what the plan leaves to a person', () => {
    const plan = planHost({
      facts: {},
      results: [],
      needs,
      only: new Set(['linger']),
      fixes: [linger],
    });
    const made = toExportedPlan({ tool: 'x', report, facts: { user: known(alice) }, plan });
    assert.equal(made?.fixes, []);
    assert.match(made?.left[0] ?? '', /^linger: blocked: /u);
  });
});

describe('fixes that a command asks for', (it) => {
  it('are planned besides, without being named', () => {
    const facts = { targetAccount: known(NO_ACCOUNT) };
    const request = { facts, results: [], needs, only: new Set<string>(), fixes: [serviceAccount] };
    const plan = planHost({ ...request, added: new Set(['service-account']) });
    assert.equal(
      plan.fixes.map(({ id, plan: { outcome } }) => [id, outcome]),
      [['service-account', 'change']],
    );
    assert.equal(planHost(request).fixes, []);
  });
});
