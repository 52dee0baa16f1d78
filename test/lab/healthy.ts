/** Hosts that are ready: podready must say so, of every kind of user, and must not cry wolf. */
import { RUN } from './fault.ts';
import type { Guest } from './guest.ts';
import { type SuiteName, SUITES } from './recipe/suites.ts';
import { differences, manifestOf } from './manifest.ts';
import { check, type Checked, podready, type Target, wrongs } from './podready.ts';
import type { Tally } from './tally.ts';

/** A host that is ready, and who asks. */
export interface Scenario {
  readonly id: string;
  readonly user: string;
  readonly hasSudo: boolean;
  /** Root logs in and looks at the user. */
  readonly throughRoot?: boolean;
  /** Brings the host into the state that is meant; run as root, before `prepare`. */
  readonly prepareAsRoot?: string;
  /** The same, run as the user. */
  readonly prepare?: string;
  /** More needs than those of every check over SSH. */
  readonly needs?: readonly string[];
  /** Hosts on which there is such a state; all, if it does not say. */
  readonly suites?: readonly SuiteName[];
  readonly reboot?: boolean;
  /** Where it takes so long that only `--healthy` and `--full` do it. */
  readonly slowOn?: readonly SuiteName[];
}

const PUBLISH =
  'podman run -d --name web -p 8080:80 localhost/bb:1 /bin/busybox httpd -f -p 80 -h /www >/dev/null';

/** A user as an administrator makes one today: ranges come from useradd(8). */
const addUser = (name: string, home: string): string => `
  useradd --create-home --home-dir '${home}' --shell /bin/bash '${name}'
  install -d -m 700 -o '${name}' -g '${name}' '${home}/.ssh'
  install -m 600 -o '${name}' -g '${name}' /home/alice/.ssh/authorized_keys '${home}/.ssh/authorized_keys'
  loginctl enable-linger '${name}'`;

const FIRST_CONTAINER = `
  systemctl --user enable --now podman.socket
  podman import - localhost/bb:1 </srv/bb.tar >/dev/null
  ${RUN}`;

const SCENARIOS: readonly Scenario[] = [
  { id: 'a user with sudo', user: 'alice', hasSudo: true },
  { id: 'a user without sudo', user: 'bob', hasSudo: false },
  { id: 'a second user, seen by root', user: 'bob', hasSudo: true, throughRoot: true },
  { id: 'a fish login shell', user: 'carol', hasSudo: false },
  { id: 'a German environment', user: 'dieter', hasSudo: false },
  { id: 'podman never run', user: 'erin', hasSudo: false },
  { id: 'containers running and publishing', user: 'alice', hasSudo: true, prepare: PUBLISH },
  {
    id: 'firewalld active, and right',
    user: 'alice',
    hasSudo: true,
    needs: ['rootful', 'publish:8080'],
    // Before netavark 1.10 a reload of firewalld takes the rules of root's containers away, whatever one does.
    suites: ['trixie'],
    slowOn: SUITES,
    prepareAsRoot: `
      apt-get -y install firewalld >/dev/null 2>&1
      systemctl start firewalld.service
      firewall-cmd -q --permanent --add-port=8080/tcp
      firewall-cmd -q --reload`,
    prepare: PUBLISH,
  },
  {
    id: 'ufw active, and right',
    user: 'alice',
    hasSudo: true,
    slowOn: SUITES,
    needs: ['publish:8080'],
    prepareAsRoot: `
      apt-get -y install ufw >/dev/null 2>&1
      ufw allow ssh >/dev/null
      ufw allow 8080/tcp >/dev/null
      ufw --force enable >/dev/null`,
    prepare: PUBLISH,
  },
  {
    id: 'a graph root elsewhere',
    user: 'erin',
    slowOn: ['bullseye', 'bookworm'],
    hasSudo: false,
    prepareAsRoot: 'install -d -m 700 -o erin -g erin /srv/erin',
    prepare: `
      mkdir -p ~/.config/containers
      conf=~/.config/containers/storage.conf
      printf '[storage]\\ndriver = "overlay"\\ngraphroot = "/srv/erin/storage"\\n' >$conf
      # Before 5.11 no user may mount overlay.
      case $(uname -r) in 5.10.*) printf '[storage.options]\\nmount_program = "/usr/bin/fuse-overlayfs"\\n' >>$conf ;; esac
      ${FIRST_CONTAINER}`,
  },
  {
    id: 'a home with a space',
    user: 'maria',
    slowOn: ['bullseye', 'bookworm'],
    hasSudo: false,
    prepareAsRoot: addUser('maria', '/home/maria luisa'),
    prepare: FIRST_CONTAINER,
  },
  {
    id: 'a name with a dot',
    user: 'jean.dupont',
    slowOn: ['bullseye', 'bookworm'],
    hasSudo: false,
    prepareAsRoot: addUser('jean.dupont', '/home/jean.dupont'),
    prepare: FIRST_CONTAINER,
  },
  {
    id: 'freshly rebooted',
    user: 'alice',
    hasSudo: true,
    reboot: true,
    slowOn: ['trixie', 'bookworm'],
  },
];

/** What the tests of healthy hosts are called on one of them. */
export function healthyNames(suite: SuiteName): readonly string[] {
  return [...scenariosOn(suite), EMPTY_PLAN].map((one) => nameOf(suite, one));
}

/** The healthy hosts that there are with one system. */
export function scenariosOn(suite: SuiteName): readonly Scenario[] {
  return SCENARIOS.filter(({ suites }) => suites?.includes(suite) !== false);
}

/** Brings a clean host into the state that is meant. */
export async function bringAbout(guest: Guest, scenario: Scenario): Promise<void> {
  const { user, prepareAsRoot, prepare, reboot } = scenario;
  if (prepareAsRoot !== undefined) await guest.must('root', `set -e\n${prepareAsRoot}`);
  if (prepare !== undefined) await guest.must(user, `set -e\n${prepare}`);
  if (reboot === true) await guest.reboot();
  guest.logout();
}

/** Who logs in, whose Podman is meant, and what is asked. */
export function askedOf({ user, throughRoot, needs = [] }: Scenario): {
  readonly target: Target;
  readonly args: readonly string[];
} {
  return {
    target: throughRoot === true ? { login: 'root', user } : { login: user },
    args: needs.flatMap((need) => ['--need', need]),
  };
}

const EMPTY_PLAN = { id: 'an empty plan' } as const;

function nameOf(suite: SuiteName, { id }: Pick<Scenario, 'id'>): string {
  return `healthy ${suite}: ${id}`;
}

/** `brief` leaves the slow ones out, and says so. */
export async function healthyHosts(guest: Guest, tally: Tally, brief: boolean): Promise<void> {
  for (const scenario of scenariosOn(guest.suite)) {
    if (brief && scenario.slowOn?.includes(guest.suite) === true) {
      console.log(`  not in this run, use --healthy: ${guest.suite}: ${scenario.id}`);
      continue;
    }
    await tally.test(nameOf(guest.suite, scenario), async () => {
      await guest.reset();
      await bringAbout(guest, scenario);
      const { target, args } = askedOf(scenario);
      return judge(await check(guest, target, args), scenario.hasSudo);
    });
  }
  await tally.test(nameOf(guest.suite, EMPTY_PLAN), async () => {
    await guest.reset();
    const plan = await podready(guest, 'plan', { login: 'alice' }, ['--detailed-exitcode']);
    return plan.code === 0 ? [] : [`plan ended with ${plan.code}:\n${plan.stdout}${plan.stderr}`];
  });
}

function judge({ code, host }: Checked, hasSudo: boolean): string[] {
  const problems = wrongs(host).map((wrong) => `a false alarm: ${wrong}`);
  if (code !== 0) problems.push(`exit ${code}, expected 0`);
  for (const { check: id, status, because } of host.results) {
    if (status !== 'unknown') continue;
    if (hasSudo) problems.push(`unknown although there is sudo: ${id}: ${because}`);
    else if (!/sudo|root/i.test(because ?? '')) {
      problems.push(`unknown, and does not say what would make it known: ${id}: ${because}`);
    }
  }
  return problems;
}

interface Trace {
  readonly id: string;
  readonly user: string;
  /** Run as root. */
  readonly fault?: string;
  /** Also in a brief run. */
  readonly always?: boolean;
}

const TRACES: readonly Trace[] = [
  { id: 'healthy', user: 'alice' },
  { id: 'podman never run', user: 'erin', always: true },
  {
    id: 'broken: no ranges, no socket, no tun',
    user: 'alice',
    always: true,
    fault: `
      sed -i '/^alice:/d' /etc/subuid /etc/subgid
      rmmod tun
      runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user disable --now podman.socket`,
  },
  {
    id: 'broken: no ranges, podman never run',
    user: 'erin',
    fault: `sed -i '/^erin:/d' /etc/subuid /etc/subgid`,
  },
];

/** A check changes nothing. */
export async function leavesNoTrace(guest: Guest, tally: Tally, brief: boolean): Promise<void> {
  for (const { id, user, fault } of TRACES.filter(({ always }) => !brief || always === true)) {
    await tally.test(`no trace on ${guest.suite}: ${id}`, async () => {
      await guest.reset();
      if (fault !== undefined) await guest.must('root', fault);
      await guest.must(user, 'true'); // what any login leaves is not podready's
      const before = await manifestOf(guest, user);
      const { host } = await check(guest, { login: user }, []);
      const after = await manifestOf(guest, user);
      const problems = differences(before, after);
      if (before.length < 500) problems.push(`a manifest of only ${before.length} lines`);
      if (host.error !== null) problems.push(`could not look: ${host.error.message}`);
      return problems;
    });
  }
}

/** The clean host itself, before podready is asked: Podman runs a container there. */
export async function podmanWorks(guest: Guest, tally: Tally): Promise<void> {
  await tally.test(`clean ${guest.suite}: podman runs a container`, async () => {
    await guest.reset();
    const done = await guest.exec('alice', RUN);
    return done.code === 0 ? [] : [`${done.code}: ${done.stderr}`];
  });
}
