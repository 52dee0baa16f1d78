import { EventEmitter } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { bootstrap } from '../../src/cli/commands/bootstrap.ts';
import { selectForFix, withAdded } from '../../src/cli/fix-selection.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { type FakeTerminal, fakeTerminal } from '../helpers/terminal.ts';

/** What is refused before any host is asked. */
async function refusalOf(
  raw: Readonly<Record<string, unknown>>,
): Promise<{ readonly message: string; readonly terminal: FakeTerminal }> {
  const terminal = { ...fakeTerminal(), canAsk: false };
  const signals = { say: terminal.writeErr, exit: (): void => undefined };
  const interruption = new Interruption(new EventEmitter(), signals);
  const settings = readSettings({ user: 'podman', ...raw }, 'bootstrap');
  const error: unknown = await bootstrap(['root@web1'], { settings, terminal, interruption }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  assert.instance(error, UsageError);
  return { message: (error as UsageError).message, terminal };
}

describe('podready bootstrap', (it) => {
  it('changes nothing that nobody can agree to, and says that nobody is let in', async () => {
    const { message, terminal } = await refusalOf({});
    assert.match(message, 'bootstrap asks before it changes anything');
    assert.match(terminal.err(), 'No --authorized-key FILE was given: podready lets nobody in');
  });

  it('reads the keys before anything else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podready-bootstrap-'));
    try {
      const file = join(folder, 'key');
      await writeFile(file, 'nonsense\n');
      const { message } = await refusalOf({ authorizedKey: file, yes: 'safe' });
      assert.match(message, `--authorized-key ${file} line 1: expected a public key`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('asks for fixes besides those of all findings, and for their facts', () => {
    const plain = selectForFix({ only: [], skip: [] });
    const { selection, only, added } = withAdded(plain, ['authorized-key'], []);
    assert.equal([only.size, [...added]], [0, ['authorized-key']]);
    assert.equal(selection.checks, plain.selection.checks);
    assert.ok(selection.fixes.some(({ meta }) => meta.id === 'authorized-key'));
    assert.ok(selection.fixes.some(({ meta }) => meta.id === 'linger'));
  });
});
