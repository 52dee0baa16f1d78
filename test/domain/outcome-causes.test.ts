import * as assert from 'uvu/assert';
import { checks } from '../../checks/index.ts';
import { causesOf, type OutcomeKind } from '../../src/domain/outcome-causes.ts';
import { describe } from '../helpers/describe.ts';

const KINDS: readonly OutcomeKind[] = ['run', 'owner', 'memory', 'port', 'names'];
const ALL_SIGNS =
  'newuidmap pasta containers.conf XDG_RUNTIME_DIR cgroup conmon "no space left on device"';

describe('causesOf', (it) => {
  it('names checks that exist, each once', () => {
    const ids = new Set(checks.map(({ meta }) => meta.id));
    for (const kind of KINDS) {
      const named = causesOf(kind, ALL_SIGNS).map(({ check }) => check);
      assert.equal(
        named.filter((check) => !ids.has(check)),
        [],
      );
      assert.equal(named, [...new Set(named)]);
    }
  });

  it('takes only errors for causes of a container that does not run, where the words say nothing', () => {
    const errors = new Set(
      checks.flatMap(({ meta }) => (meta.severity === 'error' ? [meta.id] : [])),
    );
    assert.equal(
      causesOf('run', 'Error: something').filter(({ check }) => !errors.has(check)),
      [],
    );
  });

  const words: readonly (readonly [OutcomeKind, string, string])[] = [
    [
      'run',
      'Error: cannot set up namespace using "/usr/bin/newuidmap": exit status 1',
      'userns-switch',
    ],
    ['run', 'Error: writing blob: no space left on device', 'storage-owner'],
    [
      'run',
      'Error: crun: the requested cgroup controller `pids` is not available',
      'cgroup-manager',
    ],
    [
      'port',
      'Error: could not find pasta, the network namespace can not be configured',
      'rootless-network-tool',
    ],
    [
      'names',
      'Error: could not find "netavark" in one of {[/usr/lib/podman]}',
      'rootless-network-tool',
    ],
    ['names', '', 'container-dns'],
    ['memory', '', 'cgroup-manager'],
    ['owner', '', 'userns-switch'],
  ];
  for (const [kind, said, first] of words) {
    it(`${kind}: ${said || 'whatever is said'}`, () => {
      assert.is(causesOf(kind, said)[0]?.check, first);
    });
  }
});
