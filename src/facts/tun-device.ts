import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues, parseMeta, type PathRecord } from '../parse/records.ts';

/** /dev/net/tun, from which pasta and slirp4netns make the interface of a container. */
export interface TunDevice {
  readonly node: PathRecord | undefined;
  /** Whether permissions, groups and ACLs let this user read and write it; see access(2). */
  readonly isPermitted: boolean;
  /** The kernel has the driver now. */
  readonly hasDriver: boolean;
  /** Whether the module can be loaded; undefined when the driver is there or it cannot be told. */
  readonly isLoadable: boolean | undefined;
  /** Whether this user could open it for reading and writing; undefined when that was not tried. */
  readonly opens: boolean | undefined;
  /** What the shell said when it could not. */
  readonly complaint: string;
}

/** The device behind user-mode networking: there, permitted, and with a driver. */
export const tunDevice = defineFact({
  id: 'tunDevice',
  title: 'TUN device',
  as: 'user',
  shares: 'system',
  // Opening the node without its driver would load the module; with it, opening alone changes nothing.
  probe: sh`
    meta /dev/net/tun
    [ -r /dev/net/tun ] && [ -w /dev/net/tun ] && echo permitted=yes
    if [ -e /sys/class/misc/tun ] || [ -e /sys/module/tun ]; then
      echo driver=yes
      if [ -c /dev/net/tun ]; then
        if e=$({ true 3<>/dev/net/tun; } 2>&1); then echo opens=yes
        else
          echo opens=no
          kv complaint "\${e##*: }"
        fi
      fi
    elif command -v modprobe >/dev/null; then
      if modprobe -nq tun; then echo loadable=yes; else echo loadable=no; fi
    fi
    exit 0
  `,
  parse({ stdout }) {
    const values = parseKeyValues(stdout);
    return known<TunDevice>({
      node: parseMeta(stdout).find(({ path }) => path === '/dev/net/tun'),
      isPermitted: values.get('permitted') === 'yes',
      hasDriver: values.get('driver') === 'yes',
      isLoadable: answer(values.get('loadable')),
      opens: answer(values.get('opens')),
      complaint: values.get('complaint') ?? '',
    });
  },
});

function answer(word: string | undefined): boolean | undefined {
  return word === undefined ? undefined : word === 'yes';
}
