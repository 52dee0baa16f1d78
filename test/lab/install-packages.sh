#!/bin/sh
# Installs what the lab needs on a bare Debian machine: to build hosts, to boot them, and to talk to them.
set -eu

packages='mmdebstrap debian-archive-keyring qemu-system-x86 qemu-utils e2fsprogs openssh-client apt-utils zstd'

missing=
for package in $packages; do
  dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed ||
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0

apt-get update
# shellcheck disable=SC2086 # a list of words
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing
