import * as assert from 'uvu/assert';
import { configuredPaths } from '../../src/facts/configured-paths.ts';
import { containersConf } from '../../src/facts/containers-conf.ts';
import { mounts } from '../../src/facts/mounts.ts';
import { policyJson } from '../../src/facts/policy-json.ts';
import { registriesConf } from '../../src/facts/registries-conf.ts';
import { storageConf } from '../../src/facts/storage-conf.ts';
import { storage } from '../../src/facts/storage.ts';
import { userStorageConf } from '../../src/facts/user-storage-conf.ts';
import { redact } from '../../src/gather/redact.ts';
import type { FactState } from '../../src/model/fact.ts';
import { describe } from '../helpers/describe.ts';

function value<T>(state: FactState<T>): T {
  if (state.state !== 'known') throw new Error(JSON.stringify(state));
  return state.value;
}

const done = (stdout: string) => ({ stdout, exitCode: 0 });
const VENDOR = '/usr/share/containers/containers.conf';
const OWN = '/home/ada/.config/containers';

describe('files of Podman', (it) => {
  it('merges the layers of containers.conf, and keeps their places', () => {
    const text = `@ok ${VENDOR}\n@absent /etc/containers/containers.conf\n@ok ${OWN}/containers.conf\n${VENDOR}:436:[engine]\n${VENDOR}:440:runtime = "runc"\n${OWN}/containers.conf:1:[engine]\n${OWN}/containers.conf:3:runtime = "crun"\n`;
    const conf = value(containersConf.parse(done(text)));
    assert.equal(conf.settings.get('engine.runtime'), {
      value: 'crun',
      file: `${OWN}/containers.conf`,
      line: 3,
    });
    assert.equal(
      conf.files.map(({ status }) => status),
      ['ok', 'absent', 'ok'],
    );
    assert.equal(conf.problems, []);
  });

  it('names file and line of an error, and still reads the others', () => {
    const text = `@ok ${VENDOR}\n@ok /etc/containers/containers.conf\n${VENDOR}:2:[engine]\n${VENDOR}:3:runtime = "runc"\n/etc/containers/containers.conf:5:[engine\n`;
    const conf = value(containersConf.parse(done(text)));
    assert.is(conf.problems[0]?.file, '/etc/containers/containers.conf');
    assert.is(conf.problems[0]?.line, 5);
    assert.is(conf.settings.get('engine.runtime')?.value, 'runc');
  });

  it('stays TOML after redaction', () => {
    const path = '/etc/containers/registries.conf';
    const text = `@ok ${path}\n${path}:1:credential-helpers = ["containers-auth.json"]\n${path}:2:unqualified-search-registries = ["docker.io"]\n`;
    const conf = value(registriesConf.parse(done(redact(text))));
    assert.equal(conf.problems, []);
    assert.is(conf.layers[0]?.settings.size, 2);
  });

  it('takes the registries.conf of the user instead of the system’s, and all drop-ins', () => {
    const system = '/etc/containers/registries.conf';
    const text = `@ok ${system}\n@ok ${OWN}/registries.conf\n@ok ${system}.d/a.conf\n${system}:1:broken\n${OWN}/registries.conf:1:short-name-mode = "disabled"\n${system}.d/a.conf:1:[aliases]\n`;
    const conf = value(registriesConf.parse(done(text)));
    assert.equal(conf.problems, []);
    assert.equal(
      conf.layers.map(({ path }) => path),
      [`${OWN}/registries.conf`, `${system}.d/a.conf`],
    );
  });

  it('takes of the system’s storage.conf only what a rootless Podman takes', () => {
    const path = '/etc/containers/storage.conf';
    const text = (uid: number) =>
      `!uid ${uid}\n!driver \n@ok ${path}\n${path}:1:[storage]\n${path}:2:driver = "overlay"\n${path}:3:graphroot = "/var/lib/containers/storage"\n`;
    const rootless = value(storageConf.parse(done(text(1000))));
    assert.equal([...rootless.settings.keys()], ['storage.driver']);
    assert.equal([...rootless.inFile.keys()], ['storage.driver', 'storage.graphroot']);
    assert.equal(rootless.dropIns, []);
    const dropIn = '/etc/containers/storage.rootless.conf.d/a.conf';
    assert.equal(value(storageConf.parse(done(`${text(1000)}!dropin ${dropIn}\n`))).dropIns, [
      dropIn,
    ]);
    assert.is(rootless.driverFromEnvironment, null);
    assert.is(value(storageConf.parse(done(text(0)))).settings.size, 2);
  });

  it('takes the user’s storage.conf whole, and the driver of the environment', () => {
    const path = `${OWN}/storage.conf`;
    const text = `!uid 1000\n!driver vfs\n@ok /etc/containers/storage.conf\n@ok ${path}\n${path}:1:[storage]\n${path}:2:graphroot = "/x"\n`;
    const conf = value(storageConf.parse(done(text)));
    assert.is(conf.used, path);
    assert.is(conf.settings.get('storage.graphroot')?.line, 2);
    assert.is(conf.driverFromEnvironment, 'vfs');
    const broken = value(storageConf.parse(done(`!uid 1000\n@ok ${path}\n${path}:4:[storage\n`)));
    assert.is(broken.problems[0]?.line, 4);
    assert.is(value(storageConf.parse(done(''))).used, null);
  });

  it('keeps the text of the user’s storage.conf letter by letter', () => {
    const text = '# mine\n\n  [storage]\ndriver="overlay"';
    const own = value(userStorageConf.parse(done(`${OWN}/storage.conf\n${text}`)));
    assert.equal(own, { path: `${OWN}/storage.conf`, text });
    assert.is(userStorageConf.parse({ stdout: '', exitCode: 66 }).state, 'absent');
    assert.is(
      userStorageConf.parse({ stdout: `${OWN}/storage.conf\n`, exitCode: 77 }).state,
      'unreadable',
    );
  });

  it('looks for policies in the order of Podman, whatever the order of the records', () => {
    const text = `#absent - - - - ${OWN}/policy.json\n#absent - - - - /usr/share/containers/policy.json\n#ok 644 0 0 1675608956 /etc/containers/policy.json\n#= /etc/containers/policy.json\n|{"default": [{"type": "insecureAcceptAnything"}]}\n`;
    const policy = value(policyJson.parse(done(text)));
    assert.is(policy.used, '/etc/containers/policy.json');
    assert.is(policy.policy?.valid, true);
    assert.equal(policy.files[0], { path: `${OWN}/policy.json`, status: 'absent' });
    const denied = value(policyJson.parse(done('#denied - - - - /etc/containers/policy.json\n')));
    assert.is(denied.policy, null);
    assert.is(value(policyJson.parse(done(''))).used, null);
  });

  it('says what configured paths are', () => {
    const text = 'directory /opt\ndenied /opt\nprogram /opt/x\nnonsense\nabsent /nope\n';
    assert.equal(
      [...value(configuredPaths.parse(done(text)))],
      [
        ['/opt', 'denied'],
        ['/opt/x', 'program'],
        ['/nope', 'absent'],
      ],
    );
  });

  it('does not take an empty mount table for one', () => {
    assert.is(mounts.parse(done('')).state, 'unreadable');
    assert.is(mounts.parse({ stdout: '', exitCode: 77 }).state, 'unreadable');
    assert.is(value(mounts.parse(done('29 1 254:0 / / rw - ext4 /dev/vda rw'))).length, 1);
  });

  it('does not know a store whose place it cannot tell', () => {
    assert.is(storage.parse(done('graphroot $OTHER/x\n')).state, 'unreadable');
    assert.is(value(storage.parse(done('graphroot /x\n'))).graphRoot, '/x');
  });
});
