import { sh } from '../model/sh.ts';

/**
 * Shell function `netfilter_state`: sets `nft` to `yes`, `no` or `unclear`, as the kernel has nf_tables
 * now, and `compat` to `yes` or `no`, as it has the extensions of iptables in nf_tables.
 *
 * Asking netlink for rules loads the module: measured with `nft list ruleset` and `iptables-nft-save`.
 * A module that is built in may have no directory in /sys/module; then modules.builtin names it, and
 * where there is no such file (WSL, many containers) only the kernel's symbols do.
 */
export const NETFILTER_STATE = sh`
netfilter_state() {
  nft=no compat=no
  [ -d /sys/module/nft_compat ] && compat=yes
  if [ -d /sys/module/nf_tables ]; then
    nft=yes
    return
  fi
  IFS= read -r k </proc/sys/kernel/osrelease
  k=/lib/modules/$k/modules.builtin
  if [ -r "$k" ]; then
    grep -q '/nf_tables\.ko' "$k" && nft=yes compat=yes
  elif [ -r /proc/kallsyms ]; then
    grep -qw nft_do_chain /proc/kallsyms && nft=yes compat=yes
  else
    nft=unclear
  fi
}
`;
