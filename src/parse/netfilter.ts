import { sh } from '../model/sh.ts';

/**
 * Shell function `netfilter_state`: sets `nft` to `yes`, `no` or `unclear`, as the kernel has nf_tables
 * now, `compat` to `yes` or `no`, as it has the extensions of iptables in nf_tables, and `ipt` to `yes`
 * when the tables of iptables-legacy are built in, where no directory in /sys/module tells of them.
 *
 * Asking netlink for rules loads the module: measured with `nft list ruleset` and `iptables-nft-save`.
 * A module that is built in may have no directory in /sys/module; then modules.builtin names it, and
 * where there is no such file (WSL, many containers) only the kernel's symbols do.
 */
export const NETFILTER_STATE = sh`
netfilter_state() {
  nft=no compat=no ipt=no
  [ -d /sys/module/nft_compat ] && compat=yes
  if [ -d /sys/module/nf_tables ]; then
    nft=yes
    return
  fi
  IFS= read -r k </proc/sys/kernel/osrelease
  k=/lib/modules/$k/modules.builtin
  if [ -r "$k" ]; then
    k=$(grep -oE '/(nf_tables|iptable_[a-z]+)\.ko' "$k")
  elif [ -r /proc/kallsyms ]; then
    k=$(grep -owE 'nft_do_chain|ipt_do_table' /proc/kallsyms)
  else
    nft=unclear
    return
  fi
  case $k in *nf_tables* | *nft_do_chain*) nft=yes compat=yes ;; esac
  case $k in *iptable_* | *ipt_do_table*) ipt=yes ;; esac
}
`;
