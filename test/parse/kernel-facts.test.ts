import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseCgroup } from '../../src/parse/cgroup.ts';
import { moduleState, parseKernelModules } from '../../src/parse/kernel-modules.ts';
import { parseLimits } from '../../src/parse/limits.ts';
import { parseSysctlFiles, settingOf } from '../../src/parse/sysctl-files.ts';
import { parseUlimit } from '../../src/parse/ulimit.ts';
import { describe } from '../helpers/describe.ts';

const CGROUP = [
  'version unified',
  'systemd',
  'root cpuset cpu io memory hugetlb pids rdma misc',
  'vendor-file /usr/lib/systemd/system/user@.service',
  'vendor pids memory cpu',
  'user cpu memory pids',
].join('\n');

describe('cgroup', (it) => {
  it('reads Debian 13', () => {
    assert.equal(parseCgroup(CGROUP), {
      version: 'unified',
      systemd: true,
      given: null,
      controllers: ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'],
      v1: [],
      kernelArguments: [],
      vendor: {
        file: '/usr/lib/systemd/system/user@.service',
        controllers: ['pids', 'memory', 'cpu'],
      },
      delegated: ['cpu', 'memory', 'pids'],
      configured: null,
    });
  });

  it('knows a cgroup that was given to the user', () => {
    assert.is(
      parseCgroup('version unified\ngiven /sys/fs/cgroup/alice\n').given,
      '/sys/fs/cgroup/alice',
    );
  });

  it('reads what systemd will delegate to a manager that does not run', () => {
    const text = `version unified
systemd
root memory pids
Delegate=yes
DelegateControllers=cpu memory pids
DropInPaths=/usr/lib/systemd/system/user@.service.d/10-login-barrier.conf /etc/systemd/system/user@.service.d/d.conf
`;
    const { delegated, configured, vendor } = parseCgroup(text);
    assert.equal([delegated, vendor], [null, null]);
    assert.equal(configured?.controllers, ['cpu', 'memory', 'pids']);
    assert.is(configured?.dropIns.length, 2);
    assert.equal(parseCgroup('Delegate=no\nDelegateControllers=\n').configured, {
      controllers: [],
      dropIns: [],
    });
  });

  it('reads version 1', () => {
    const text = 'version v1\nv1 memory\nv1 pids\ncmdline systemd.unified_cgroup_hierarchy=0\n';
    const { version, v1, kernelArguments } = parseCgroup(text);
    assert.is(version, 'v1');
    assert.equal(v1, ['memory', 'pids']);
    assert.equal(kernelArguments, ['systemd.unified_cgroup_hierarchy=0']);
  });

  it('takes any text', () => {
    assert.is(parseCgroup('').version, 'none');
    fc.assert(fc.property(fc.string(), (text) => void parseCgroup(text)));
  });
});

describe('limits', (it) => {
  it('reads Debian 13', () => {
    const text = `session Max processes             5800                 5800                 processes
session Max open files            1024                 524288               files
manager Max processes             unlimited            unlimited            processes
manager Max open files            524288               524288               files
slice pids.max 3828
slice pids.current 8
slice memory.max max
keys
keys 1000:     5 5/5 4/200 51/20000
`;
    assert.equal(parseLimits(text), {
      session: {
        openFiles: { soft: 1024, hard: 524_288 },
        processes: { soft: 5800, hard: 5800 },
      },
      manager: {
        openFiles: { soft: 524_288, hard: 524_288 },
        processes: { soft: Number.POSITIVE_INFINITY, hard: Number.POSITIVE_INFINITY },
      },
      slice: { maxTasks: 3828, tasks: 8, maxMemory: Number.POSITIVE_INFINITY },
      keys: { keys: 4, maxKeys: 200, bytes: 51, maxBytes: 20_000 },
    });
  });

  it('knows what is not there', () => {
    assert.equal(parseLimits('keys\n'), {
      session: null,
      manager: null,
      slice: { maxTasks: null, tasks: null, maxMemory: null },
      keys: null,
    });
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseLimits(text)));
  });
});

describe('ulimit', (it) => {
  it('reads soft and hard limits', () => {
    assert.equal(parseUlimit('nofile=1024:2048'), { name: 'nofile', soft: 1024, hard: 2048 });
    assert.equal(parseUlimit('nproc=7'), { name: 'nproc', soft: 7, hard: 7 });
    assert.is(parseUlimit('nofile=-1:-1')?.hard, Number.POSITIVE_INFINITY);
    assert.is(parseUlimit('host'), null);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseUlimit(text)));
  });
});

const SYSCTLS = `file /etc/sysctl.d/90-hardening.conf
file /etc/sysctl.d/50-pid-max.conf
file /usr/lib/sysctl.d/50-pid-max.conf
file /usr/lib/sysctl.d/99-vendor.conf
denied /etc/sysctl.d/91-secret.conf
file /etc/sysctl.conf
/etc/sysctl.d/90-hardening.conf:3:user.max_user_namespaces = 0
/usr/lib/sysctl.d/50-pid-max.conf:1:user.max_user_namespaces=7
/usr/lib/sysctl.d/99-vendor.conf:1:-user/max_net_namespaces=5
/etc/sysctl.conf:9: kernel.unprivileged_userns_clone=1
`;

describe('sysctl files', (it) => {
  it('orders files by name, the first directory before the others, the main file last', () => {
    const { files, denied } = parseSysctlFiles(SYSCTLS);
    assert.equal(files, [
      '/etc/sysctl.d/50-pid-max.conf',
      '/etc/sysctl.d/90-hardening.conf',
      '/usr/lib/sysctl.d/99-vendor.conf',
      '/etc/sysctl.conf',
    ]);
    assert.equal(denied, ['/etc/sysctl.d/91-secret.conf']);
  });

  it('finds the line that decides', () => {
    const files = parseSysctlFiles(SYSCTLS);
    assert.equal(settingOf(files, 'user.max_user_namespaces'), {
      path: '/etc/sysctl.d/90-hardening.conf',
      line: 3,
      key: 'user.max_user_namespaces',
      value: '0',
    });
    assert.is(settingOf(files, 'user.max_net_namespaces')?.value, '5');
    assert.is(settingOf(files, 'kernel.keys.maxkeys'), undefined);
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseSysctlFiles(text)));
  });
});

const MODULES = `tree /lib/modules/6.12.107+deb13-amd64
own /lib/modules/6.12.107+deb13-amd64
loaded overlay
filesystem fuse
filesystem overlay
list
file kernel/fs/overlayfs/overlay.ko.xz
file kernel/drivers/net/tun.ko.xz
file kernel/net/netfilter/nf_tables.ko.xz
builtin kernel/fs/fuse/fuse.ko
`;

describe('kernel modules', (it) => {
  it('reads Debian 13', () => {
    const modules = parseKernelModules(MODULES);
    assert.is(modules.directory, '/lib/modules/6.12.107+deb13-amd64');
    assert.equal(modules.present, ['fuse', 'overlay']);
    assert.equal(modules.onDisk, ['overlay', 'tun', 'nf_tables']);
    assert.equal(modules.others, []);
    assert.equal(moduleState(modules, 'overlay'), { state: 'present' });
    assert.equal(moduleState(modules, 'tun'), { state: 'loadable' });
    assert.equal(moduleState(modules, 'bridge'), { state: 'missing' });
  });

  it('knows a kernel that is gone, and an install line that forbids', () => {
    const text =
      'tree /lib/modules/6.12.old\nmissing /lib/modules/6.12\n/etc/modprobe.d/h.conf:2:install tun /bin/false\n/etc/modprobe.d/h.conf:3:install veth /sbin/modprobe --ignore-install veth\n';
    const modules = parseKernelModules(text);
    assert.not(modules.directoryExists);
    assert.equal(modules.others, ['/lib/modules/6.12.old']);
    assert.equal(moduleState(modules, 'tun'), {
      state: 'forbidden',
      path: '/etc/modprobe.d/h.conf',
      line: 2,
      text: 'install tun /bin/false',
    });
    assert.equal(moduleState(modules, 'veth'), { state: 'missing' });
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, name) => {
        moduleState(parseKernelModules(text), name);
      }),
    );
  });
});
