import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** Names of the variables of proxies that are set, in lower case. Their values may hold passwords. */
export interface Proxies {
  readonly session: readonly string[];
  /** `null` when no manager runs for the user. */
  readonly manager: readonly string[] | null;
  /** What podman.service sets besides. */
  readonly service: readonly string[];
}

/** Those that Podman takes: `FromEnvironment` of golang.org/x/net/http/httpproxy. */
const NAMES = ['http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY'] as const;

/** Where a proxy is set: the user's manager does not read what the start-up files of a shell export. */
export const proxies = defineFact({
  id: 'proxies',
  title: 'Proxies',
  as: 'user',
  shares: 'user-manager',
  // Nothing is asked where the session has no proxy; and values never leave the host.
  probe: sh`
    s=
    for n in ${NAMES.join(' ')}; do
      eval "v=\$$n"
      [ -z "$v" ] || s="$s $n"
    done
    echo "session$s"
    [ -n "$s" ] || exit 0
    if [ ! -S "$PR_RUN/systemd/private" ]; then
      gone "$PR_RUN/systemd/private" || exit 77
      exit 0
    fi
    need systemctl
    m=$(systemctl --user show-environment) || exit
    e=$(systemctl --user show -p Environment podman.service) || exit
    a= b=
    for n in ${NAMES.join(' ')}; do
      case "
$m" in *"
$n="*) a="$a $n" ;; esac
      case $e in *[=\ \"]"$n="*) b="$b $n" ;; esac
    done
    echo "manager$a"
    echo "service$b"
  `,
  parse(output) {
    const state = stateOfExit(output, "the environment of the user's manager");
    if (state !== undefined) return state;
    const lines = output.stdout.split('\n');
    const names = (word: string): readonly string[] | null => {
      const line = lines.find((one) => one === word || one.startsWith(`${word} `));
      const all = line?.toLowerCase().split(' ').slice(1);
      return all === undefined ? null : [...new Set(all)];
    };
    return known<Proxies>({
      session: names('session') ?? [],
      manager: names('manager'),
      service: names('service') ?? [],
    });
  },
});
