import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { isScalar, parseDocument, visit } from 'yaml';
import { ansible } from '../../exports/ansible.ts';
import type { ExportedPlan } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { exportedPlan, allSteps } from '../helpers/plans.ts';

type Task = Readonly<Record<string, unknown>>;

const UNSAFE = { tag: '!unsafe', resolve: (text: string) => text };

function textOf(plan: ExportedPlan): string {
  const made = ansible.export(plan);
  if (made.outcome !== 'text') throw new Error('not exported');
  return made.text;
}

function documentOf(text: string): ReturnType<typeof parseDocument> {
  // As Ansible reads it.
  const document = parseDocument(text, { version: '1.1', customTags: [UNSAFE], uniqueKeys: true });
  assert.equal([document.errors, document.warnings], [[], []]);
  return document;
}

function playOf(plan: ExportedPlan): {
  readonly [key: string]: unknown;
  readonly tasks: readonly Task[];
} {
  const [play] = documentOf(textOf(plan)).toJS() as { tasks: readonly Task[] }[];
  return play ?? { tasks: [] };
}

/** The tasks of the fixes, without those that look who the user is. */
function tasksFor(...steps: [Step, ...Step[]]): readonly Task[] {
  const blocks = playOf(exportedPlan(steps)).tasks.filter((task) => 'block' in task);
  return blocks.flatMap(({ block }) => block as readonly Task[]);
}

function sample(kind: Step['kind']): Step {
  const step = allSteps.find((one) => one.kind === kind);
  if (step === undefined) throw new Error(kind);
  return step;
}

const KEYWORDS = [
  ...[
    'name',
    'become_user',
    'environment',
    'register',
    'changed_when',
    'when',
    'vars',
    'check_mode',
  ],
];

describe('export ansible', (it) => {
  it('is printable YAML of builtin modules', async () => {
    const text = textOf(exportedPlan());
    assert.is(printable(text.replaceAll(/[\n\t]/gu, '')), text.replaceAll(/[\n\t]/gu, ''));
    for (const task of tasksFor(...allSteps)) {
      const modules = Object.keys(task).filter((key) => !KEYWORDS.includes(key));
      assert.is(modules.length, 1, JSON.stringify(Object.keys(task)));
      assert.match(modules[0] ?? '', /^ansible\.builtin\.[a-z_]+$/u);
    }
    await assertGolden(
      'export-ansible.yml',
      text.replace(/podready_functions: [^]*?^ {2}tasks:/mu, 'tasks:'),
    );
  });

  it('does what a module can do by the module', () => {
    assert.equal(tasksFor(sample('write-file')).at(-1), {
      name: 'Write the policy',
      'ansible.builtin.copy': {
        dest: '/etc/containers/policy.json',
        content: '{\n}\n',
        mode: '0644',
      },
    });
    assert.equal(tasksFor(sample('set-mode'))[0]?.['ansible.builtin.file'], {
      path: '/usr/bin/newuidmap',
      mode: '4755',
      state: 'file',
      follow: false,
    });
    assert.equal(tasksFor(sample('install-package'))[0]?.['ansible.builtin.apt'], {
      name: ['uidmap', 'passt'],
      state: 'present',
      install_recommends: false,
      lock_timeout: 60,
    });
    assert.equal(tasksFor(sample('enable-linger'))[0]?.['ansible.builtin.command'], {
      argv: ['loginctl', 'enable-linger', '--', 'alice'],
      creates: '/var/lib/systemd/linger/alice',
    });
  });

  it('lets the shell of the step say whether it changed something, where there is no module', () => {
    const [task] = tasksFor(sample('allocate-subids'));
    assert.is(task?.['changed_when'], `${String(task?.['register'])}.stdout == 'changed'`);
    assert.match(JSON.stringify(task?.['vars']), 'usermod');
    assert.not.ok('vars' in (tasksFor(sample('run'))[0] ?? {}));
  });

  it('runs a program when a step before it changed something', () => {
    const [, copy, reload] = tasksFor(sample('write-file'), sample('run'));
    assert.is(reload?.['when'], `${String(copy?.['register'])} is changed`);
    assert.not.ok('when' in (tasksFor(sample('run'))[0] ?? {}));
  });

  it('refuses another user, and needs no root where no step does', () => {
    const all = playOf(exportedPlan([sample('write-file')]));
    assert.is(all['become'], true);
    assert.match(JSON.stringify(all.tasks), "[podready_user][1] == '1000'");
    const user = { ...sample('write-file'), as: 'user' } as Step;
    const own = playOf(exportedPlan([user]));
    assert.not.ok('become' in own);
    assert.not.match(JSON.stringify(own.tasks), 'become_user');
    assert.match(JSON.stringify(own.tasks), 'podready_login.stdout == podready_user');
  });

  it('marks what Ansible would take for a template', () => {
    const text = '{{ lookup("pipe", "id") }} {% raw %}';
    const step = {
      ...sample('write-file'),
      summary: text,
      content: text,
      path: `/etc/${text}`,
    } as Step;
    const plan = exportedPlan([step], { user: { name: text, uid: 1, home: '/' }, host: text });
    const templates: string[] = [];
    visit(documentOf(textOf(plan)), {
      Scalar: (_, node) => {
        if (node.tag !== '!unsafe' && /\{[{%]/u.test(String(node.value)))
          templates.push(String(node.value));
      },
    });
    const ours = templates.filter(
      (one) =>
        !/^[^{]*\{\{ (?:podready_user|ansible_facts\['getent_passwd'\]\[podready_user\]\[1\]) \}\}[^{]*$/u.test(
          one,
        ),
    );
    assert.equal(ours, []);
  });

  it('keeps any text, also what YAML 1.1 takes for no string', () => {
    const strings = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.constantFrom(
        'yes',
        'on',
        '~',
        '0644',
        '1:30:00',
        '2026-01-02',
        '!unsafe x',
        '&a',
        '*a',
        '- a',
        'a: b #c',
        '%TAG',
        '---',
        '...',
        ' x\n\n y ',
        '\t',
        '\r\n',
        '\u0085\u2028\u001B[2J\u202E',
      ),
    );
    fc.assert(
      fc.property(strings, (content) => {
        const step = { ...sample('write-file'), content } as Step;
        const text = textOf(exportedPlan([step]));
        assert.is(printable(text.replaceAll(/[\n\t]/gu, '')), text.replaceAll(/[\n\t]/gu, ''));
        const copy: unknown = documentOf(text).getIn(
          [0, 'tasks', 2, 'block', 1, 'ansible.builtin.copy', 'content'],
          true,
        );
        assert.is(isScalar(copy) ? copy.value : undefined, content);
      }),
      { numRuns: 200 },
    );
  });
});
