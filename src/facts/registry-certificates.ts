import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What keeps Podman from using a file, or a directory, of certificates for a registry. */
export interface CertificateProblem {
  readonly kind: 'denied' | 'noKey' | 'noCertificate' | 'noPem' | 'ignored';
  readonly path: string;
}

/** containers-certs.d(5), as `SetupCertificates` of image/pkg/tlsclientconfig reads it. */
export interface RegistryCertificates {
  /** Directories for one registry that count: the user's before those of /etc. */
  readonly directories: readonly string[];
  readonly problems: readonly CertificateProblem[];
}

const KINDS = ['denied', 'noKey', 'noCertificate', 'noPem', 'ignored'] as const;

/**
 * Certificates of registries. A directory above, or one of Docker's, that is closed to the user is
 * passed over by Podman; a link to nothing is as well, and RHEL without a subscription has one.
 */
export const registryCertificates = defineFact({
  id: 'registryCertificates',
  title: 'Certificates of registries',
  as: 'user',
  shares: 'home',
  // Only builtins, but one grep(1) where a registry has an authority of its own.
  probe: sh`
    seen=/
    certificate_files() {
      n=0 o=
      for f in "$1"/*; do
        case $f in
          *.crt)
            n=1
            [ -f "$f" ] || continue
            if [ ! -r "$f" ]; then echo "denied $f"; else crt="$crt
$f"; fi
            ;;
          *.cert)
            n=1
            k=\${f%.cert}.key
            if [ ! -e "$k" ] && [ ! -L "$k" ]; then echo "noKey $f"
            elif [ -e "$f" ] && [ ! -r "$f" ]; then echo "denied $f"
            elif [ -e "$k" ] && [ ! -r "$k" ]; then echo "denied $k"
            fi
            ;;
          *.key)
            n=1
            k=\${f%.key}.cert
            if [ ! -e "$k" ] && [ ! -L "$k" ]; then echo "noCertificate $f"; fi
            ;;
          *) [ ! -f "$f" ] || o=$f ;;
        esac
      done
      [ "$n" = 1 ] || [ -z "$o" ] || echo "ignored $o"
    }
    crt=
    for r in "$PR_HOME/.config/containers/certs.d" /etc/containers/certs.d /etc/docker/certs.d; do
      for d in "$r"/*; do
        [ -d "$d" ] || continue
        case $seen in *"/\${d##*/}/"*) continue ;; esac
        seen=$seen\${d##*/}/
        echo "directory $d"
        if [ -r "$d" ] && [ -x "$d" ]; then certificate_files "$d"
        elif [ "$r" != /etc/docker/certs.d ]; then echo "denied $d"
        fi
      done
    done
    [ -n "$crt" ] || exit 0
    IFS='
'
    set -f
    pem=$(grep -l -e '^-----BEGIN CERTIFICATE-----' $crt)
    for f in $crt; do
      case "
$pem
" in *"
$f
"*) ;; *) echo "noPem $f" ;; esac
    done
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n').flatMap((line): (readonly [string, string])[] => {
      const { kind = '', path = '' } = /^(?<kind>\w+) (?<path>\/.+)$/u.exec(line)?.groups ?? {};
      return kind === '' ? [] : [[kind, path]];
    });
    return known<RegistryCertificates>({
      directories: lines.flatMap(([kind, path]) => (kind === 'directory' ? [path] : [])),
      problems: lines.flatMap(([word, path]) => {
        const kind = KINDS.find((one) => one === word);
        return kind === undefined ? [] : [{ kind, path }];
      }),
    });
  },
});
