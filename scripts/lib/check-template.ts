import type { Area } from '../../src/model/check.ts';
import { camelCase } from './modules.ts';
import { CHECK_SECTIONS, mergePage } from './pages.ts';

/** A check that compiles and is to be rewritten. */
export function checkTemplate(area: Area, id: string): string {
  return `import { defineCheck, fail, pass } from '../../src/model/check.ts';

/** Why this check exists: the fault, the error message that people see, where it is described. */
export const ${camelCase(id)} = defineCheck({
  meta: {
    id: '${id}',
    area: '${area}',
    title: 'What is true when it passes',
    failureTitle: 'What is true when it fails',
    description: 'Why the user should care, in a sentence or two; not how to fix it.',
    severity: 'warning',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: ['https://docs.podman.io/'],
    messages: {
      wrong: 'Names the object at fault and the value found: {{value}}.',
    },
    commands: {
      wrong: ['what-a-person-would-type {{value}}'],
    },
    fixes: [],
  },
  requires: ['user'],
  evaluate({ user }) {
    if (user.state === 'known' && user.value.uid >= 0) return pass;
    const value = user.state === 'known' ? user.value.uid : 'nobody';
    return fail(
      'wrong',
      { value },
      { kind: 'command', where: 'id -u', found: String(value), expected: 'a uid' },
    );
  },
});
`;
}

/** A test with one case of each kind. */
export function testTemplate(area: Area, id: string): string {
  const name = camelCase(id);
  return `import { ${name} } from '../../../checks/${area}/${id}.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';

const user = { name: 'ada', uid: 1000, gid: 1000, home: '/home/ada', shell: '/bin/sh', groups: [] };

testCheck(${name}, {
  pass: [{ name: 'a situation in which all is well', facts: { user } }],
  fail: [
    {
      name: 'the situation that the message is about',
      facts: { user: absent('there is no such user') },
      findings: [{ messageId: 'wrong', data: { value: 'nobody' } }],
    },
  ],
});
`;
}

/** A page whose head \`npm run generate\` fills in. */
export function pageTemplate(id: string): string {
  return mergePage(`# ${id}`, '', CHECK_SECTIONS);
}
