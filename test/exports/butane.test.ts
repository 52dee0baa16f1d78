import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { z } from 'zod';
import { butane } from '../../exports/butane.ts';
import type { Exported } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { exportedPlan, allSteps } from '../helpers/plans.ts';

const path = z.string().regex(/^\/(?!.*\/\/)(?!.*\/\.{1,2}(?:\/|$))[^\0]*[^/\0]$/u);
const mode = z.int().min(0).max(0o7777);
const owner = z.strictObject({ id: z.int().optional(), name: z.string().min(1).optional() });
const node = {
  path,
  overwrite: z.boolean().optional(),
  user: owner.optional(),
  group: owner.optional(),
};

/** What the specification of fcos 1.5.0 allows, as far as plans use it; it allows no other key. */
const schema = z.strictObject({
  variant: z.literal('fcos'),
  version: z.literal('1.5.0'),
  passwd: z
    .strictObject({
      users: z.array(
        z.strictObject({
          name: z.string().min(1),
          home_dir: path.optional(),
          shell: path.optional(),
          ssh_authorized_keys: z.array(z.string()).optional(),
        }),
      ),
    })
    .optional(),
  storage: z
    .strictObject({
      directories: z.array(z.strictObject({ ...node, mode: mode.optional() })).optional(),
      files: z
        .array(
          z
            .strictObject({
              ...node,
              mode: mode.optional(),
              contents: z.strictObject({ inline: z.string() }).optional(),
            })
            .refine(
              (one) => one.overwrite !== true || one.contents !== undefined,
              'overwrites by nothing',
            ),
        )
        .optional(),
      links: z
        .array(z.strictObject({ ...node, target: z.string().min(1), hard: z.boolean().optional() }))
        .optional(),
    })
    .refine(({ directories = [], files = [], links = [] }) => {
      const paths = [...directories, ...files, ...links].map((one) => one.path);
      return new Set(paths).size === paths.length;
    }, 'a path is there twice')
    .optional(),
  systemd: z
    .strictObject({
      units: z.array(
        z.strictObject({
          name: z.string().regex(/\.(?:service|socket|target|timer)$/u),
          enabled: z.boolean().optional(),
        }),
      ),
    })
    .optional(),
});

function exportOf(...steps: [Step, ...Step[]]): Exported {
  return butane.export(exportedPlan(steps));
}

function textOf(made: Exported): string {
  if (made.outcome !== 'text') throw new Error(made.steps.map(({ because }) => because).join());
  return made.text;
}

function configOf(...steps: [Step, ...Step[]]): z.infer<typeof schema> {
  return schema.parse(parse(textOf(exportOf(...steps))));
}

function sample(kind: Step['kind'], given: object = {}): Step {
  const step = allSteps.find((one) => one.kind === kind);
  if (step === undefined) throw new Error(kind);
  return { ...step, ...given };
}

describe('export butane', (it) => {
  it('has what a new machine needs', async () => {
    const text = textOf(
      exportOf(
        sample('write-file'),
        sample('write-file', { as: 'user', path: '/home/alice/.config/containers/x.conf' }),
        sample('sysctl'),
        sample('load-module'),
        sample('enable-linger'),
        sample('enable-unit'),
        sample('enable-unit', { as: 'root', manager: 'system', unit: 'sshd.service' }),
        sample('set-mode', { path: '/etc/subuid', mode: 0o644 }),
        sample('authorize-key'),
        sample('run'),
      ),
    );
    schema.parse(parse(text));
    assert.is(printable(text.replaceAll('\n', '')), text.replaceAll('\n', ''));
    await assertGolden('export-butane.yml', text);
  });

  it('makes the account with its home and its keys', () => {
    const create = sample('create-user');
    const plan = exportedPlan([create, sample('authorize-key')], {
      user: { name: 'podman', uid: null, home: '/home/podman' },
    });
    assert.equal(schema.parse(parse(textOf(butane.export(plan)))).passwd?.users, [
      {
        name: 'podman',
        home_dir: '/home/podman',
        shell: '/bin/bash',
        ssh_authorized_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ'],
      },
    ]);
  });

  it('names every folder below the home once, as the user', () => {
    const { storage } = configOf(
      sample('write-file', { as: 'user', path: '/home/alice/.config/a/x' }),
      sample('enable-unit'),
    );
    assert.equal(
      storage?.directories?.map((one) => [one.path, one.user?.name]),
      [
        '.config',
        '.config/a',
        '.config/systemd',
        '.config/systemd/user',
        '.config/systemd/user/sockets.target.wants',
      ].map((name) => [`/home/alice/${name}`, 'alice']),
    );
  });

  it('refuses the whole plan, and names every step that cannot be expressed', () => {
    const steps: [Step, ...Step[]] = [
      sample('write-file'),
      sample('install-package', { summary: 'one' }),
      sample('allocate-subids', { summary: 'two' }),
      sample('run', { summary: 'three', argv: ['podman', 'system', 'migrate'] }),
      sample('set-mode', { summary: 'four' }),
      sample('enable-unit', { summary: 'five', unit: 'dbus.socket' }),
      sample('write-file', { summary: 'six', as: 'user', path: '/srv/x' }),
    ];
    const made = exportOf(...steps);
    assert.is(made.outcome, 'inexpressible');
    if (made.outcome !== 'inexpressible') return;
    assert.equal(
      made.steps.map(({ fix, step }) => `${fix} ${step}`),
      ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => `some-fix ${name}`),
    );
    assert.ok(made.steps.every(({ because }) => because.length > 10));
  });

  it('keeps any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (content) => {
        const { storage } = configOf(sample('write-file', { content }));
        assert.is(storage?.files?.[0]?.contents?.inline, content);
      }),
    );
  });
});
