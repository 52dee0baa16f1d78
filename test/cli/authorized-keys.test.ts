import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import * as assert from 'uvu/assert';
import { readAuthorizedKeys } from '../../src/cli/authorized-keys.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

const PUBLIC = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ26t3fi6lu6PattDIUjaUVYUXF7Od4gAfEojuHmH+S+';
/** As ssh-keygen -l prints it. */
const FINGERPRINT = 'SHA256:Jr5ceIM6lesvCeKdRN+hZEpC4E/J863pkErZtgdj1uw';

async function inFile(text: string, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-keys-'));
  try {
    await writeFile(join(folder, 'key.pub'), text);
    await use(join(folder, 'key.pub'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refusal(text: string): Promise<string> {
  let said = '';
  await inFile(text, async (file) => {
    const error: unknown = await readAuthorizedKeys(file).catch((cause: unknown) => cause);
    assert.instance(error, UsageError);
    said = (error as UsageError).message;
  });
  return said;
}

describe('keys that are to be let in', (it) => {
  it('are read without comment, with the fingerprint that OpenSSH prints', async () => {
    await inFile(`# mine\n\n${PUBLIC} me@here: with $(id)\r\n`, async (file) => {
      assert.equal(await readAuthorizedKeys(file), [{ key: PUBLIC, fingerprint: FINGERPRINT }]);
    });
  });

  it('may be several', async () => {
    await inFile(`${PUBLIC}\n${PUBLIC}\n`, async (file) => {
      assert.is((await readAuthorizedKeys(file)).length, 2);
    });
  });

  it('are never a private key', async () => {
    const { private: text } = ssh2.utils.generateKeyPairSync('ed25519');
    assert.match(await refusal(text), 'this is a private key; name its .pub file');
  });

  it('have no options, and are of a type that sshd knows', async () => {
    for (const line of [
      `command="rm -rf /" ${PUBLIC}`,
      'ssh-ed25519 notbase64!',
      'ssh-dss AAAAB3NzaC1kc3MAAACB',
      PUBLIC.replace(' ', '  '),
      'nonsense',
    ]) {
      assert.match(await refusal(`# first\n${line}\n`), 'line 2: expected a public key');
    }
    assert.match(await refusal('\n# none\n'), 'it holds no public key');
  });

  it('are of a file that can be read', async () => {
    const error: unknown = await readAuthorizedKeys('/no/such.pub').catch(
      (cause: unknown) => cause,
    );
    assert.instance(error, UsageError);
    assert.match((error as UsageError).message, '--authorized-key /no/such.pub: ENOENT');
  });
});
