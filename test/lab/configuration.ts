/** What fixes change on a host, to be compared before and after. */
import type { Guest } from './guest.ts';
import { differences, type Manifest, manifestOf } from './manifest.ts';
import { sleep } from './run.ts';

/** What an undo does not take back, and why. Lines of manifests. */
export const NOT_COMPARED: readonly { readonly line: RegExp; readonly because: string }[] = [
  {
    line: /^(?:file|sum .*) etc\/sub[ug]id-/u,
    because: 'the copy that usermod(8) keeps of the file before its last change',
  },
  {
    line: /^file home\/\w+\/\.local(?:\/state(?:\/podready(?:\/.*)?)?)? |^sum .* home\/\w+\/\.local\/state\/podready\//u,
    because: "podready's own journal",
  },
  {
    line: /^(?:file|sum .*) home\/\w+\/\.local\/share\/containers\//u,
    because: 'podman system migrate, which cannot be taken back, opens its database',
  },
];

/** Modes, packages and keys that fixes change, beside what any manifest has. */
const MORE = `
stat -c 'node %n %a %U:%G' /usr/bin/newuidmap /usr/bin/newgidmap /dev/net/tun
dpkg-query -W -f 'package \${binary:Package} \${db:Status-Status}\\n'
for key in kernel/keys/maxkeys kernel/keys/maxbytes net/ipv4/ping_group_range fs/inotify/max_user_instances; do
  echo "sysctl $key $(cat /proc/sys/$key)"
done`;

/** user@UID.service stops 10 s after the last session (UserStopDelaySec= of logind.conf). */
const MANAGER_STOPS_MS = 15_000;

/**
 * What fixes change and undo takes back: configuration, homes, lingering, the units and modules. Times of files and processes are none of
 * it, nor is what the package manager keeps about itself.
 */
export async function configurationOf(guest: Guest, user: string): Promise<Manifest> {
  guest.logout();
  await sleep(MANAGER_STOPS_MS);
  const all = await manifestOf(guest, user);
  const more = await guest.must('root', MORE);
  return [...all.filter(isCompared).map(withoutTime), ...more.trimEnd().split('\n')].toSorted();
}

function isCompared(line: string): boolean {
  return (
    /^(?:file|sum \S+ ) ?(?:etc|home|root|var\/lib\/systemd\/linger)(?:\/| )/u.test(line) ||
    /^(?:user-)?unit (?:podman|sshd?\.|user@|dbus)/u.test(line) ||
    line.startsWith('module ')
  );
}

/** `file PATH TYPE MODE OWNER SIZE TIME LINK`; the size of a folder only says how many names it once had. */
function withoutTime(line: string): string {
  const match =
    /^(?<head>file .+ (?<type>[a-z]) [0-7]+ [^ ]+) (?<size>\d+) -?[\d.]+ ?(?<link>.*)$/u.exec(line);
  const { head = line, type = '', size = '', link = '' } = match?.groups ?? {};
  if (match === null) return line;
  return type === 'd' ? head : `${head} ${size} ${link}`.trimEnd();
}

/** What is in one and not in the other, but for what is not compared. */
export function changes(before: Manifest, after: Manifest): string[] {
  return differences(before, after).filter(
    (one) => !NOT_COMPARED.some(({ line }) => line.test(one.slice(2))),
  );
}
