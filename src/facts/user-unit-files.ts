import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseUserUnitFiles, type UserUnitFiles } from '../parse/user-unit-files.ts';

/**
 * What the files say about the user's units: true whether or not a manager runs. The directories are
 * those of systemd.unit(5), without the ones that only last until the next boot.
 */
export const userUnitFiles = defineFact({
  id: 'userUnitFiles',
  title: "Files of the user's units",
  as: 'user',
  shares: 'home',
  // Only builtins: everything here is found by globs.
  probe: sh`
    c=$PR_HOME/.config/systemd
    for d in "$c/user.control" "$c/user" /etc/systemd/user "$PR_HOME/.local/share/systemd/user" \
      /usr/local/lib/systemd/user /usr/local/share/systemd/user /usr/lib/systemd/user \
      /usr/share/systemd/user /lib/systemd/user; do
      gone "$d" && continue
      if [ ! -r "$d" ] || [ ! -x "$d" ]; then echo "denied $d"; continue; fi
      for u in podman.socket podman.service dbus.socket; do
        f=$d/$u
        if [ -c "$f" ]; then echo "masked $u $f"
        elif [ -f "$f" ] && [ ! -s "$f" ]; then echo "masked $u $f"
        elif [ -f "$f" ]; then echo "file $u $f"
        fi
        for f in "$d"/*.wants/$u "$d"/*.requires/$u; do
          [ ! -L "$f" ] || echo "wanted $u $f"
        done
        for f in "$d/$u.d"/*.conf; do
          [ ! -f "$f" ] || echo "dropin $u $f"
        done
      done
      for f in "$d"/multi-user.target.wants/* "$d"/multi-user.target.requires/*; do
        u=\${f##*/}
        [ -L "$f" ] && [ ! -L "$d/default.target.wants/$u" ] && [ ! -L "$c/user/default.target.wants/$u" ] &&
          echo "multiuser $u $f"
      done
    done
    exit 0
  `,
  parse: ({ stdout }) => known<UserUnitFiles>(parseUserUnitFiles(stdout)),
});
