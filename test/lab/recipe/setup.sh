#!/bin/sh
# Turns a fresh Debian tree into the lab's clean host. Runs inside the tree (chroot), as root, without network.
# Expects: $1 the host's name, and /root/lab.pub, the key that opens every account.
set -eu
name=$1

echo "$name" >/etc/hostname
printf '127.0.0.1\tlocalhost\n127.0.1.1\t%s\n' "$name" >/etc/hosts
rm -f /etc/machine-id
systemd-machine-id-setup >/dev/null 2>&1
printf '%s\n' '/dev/vda / ext4 rw,relatime 0 1' '/dev/vdb /srv/packages ext4 ro,nofail 0 0' >/etc/fstab
mkdir -p /srv/packages

# Network: one fixed address. The second card waits, unconfigured, for tests with two hosts.
cat >/etc/systemd/network/10-eth0.network <<'END'
[Match]
Name=eth0
[Network]
Address=10.0.2.15/24
Gateway=10.0.2.2
LinkLocalAddressing=no
IPv6AcceptRA=no
END
rm -f /etc/resolv.conf
echo 'nameserver 10.0.2.3' >/etc/resolv.conf
systemctl enable systemd-networkd.service >/dev/null 2>&1

# Nothing may happen by itself while a test watches: the clock is set after each reset, and timers would all fire.
for timer in apt-daily apt-daily-upgrade e2scrub_all e2scrub_reap man-db logrotate dpkg-db-backup fstrim; do
  ln -sf /dev/null "/etc/systemd/system/$timer.timer"
done

# The only package source is the second disk.
rm -rf /etc/apt/sources.list.d/* /var/lib/apt/lists/*
echo 'deb [trusted=yes] file:/srv/packages ./' >/etc/apt/sources.list

sed -i 's/^# *\(de_DE.UTF-8\|en_US.UTF-8\)/\1/' /etc/locale.gen
locale-gen >/dev/null

install -d -m 700 /root/.ssh
install -m 600 /root/lab.pub /root/.ssh/authorized_keys

# Accounts: each with its ranges, lingering, and the socket enabled.
add_user() { # NAME UID SHELL
  useradd --create-home --uid "$2" --user-group --shell "$3" "$1"
  home=/home/$1
  install -d -m 700 -o "$1" -g "$1" "$home/.ssh"
  install -m 600 -o "$1" -g "$1" /root/lab.pub "$home/.ssh/authorized_keys"
  for dir in .config .config/systemd .config/systemd/user .config/systemd/user/sockets.target.wants; do
    install -d -o "$1" -g "$1" "$home/$dir"
  done
  wants=$home/.config/systemd/user/sockets.target.wants/podman.socket
  ln -s /usr/lib/systemd/user/podman.socket "$wants"
  chown -h "$1:$1" "$wants"
  mkdir -p /var/lib/systemd/linger
  : >"/var/lib/systemd/linger/$1"
}
: >/etc/subuid
: >/etc/subgid
add_user alice 1000 /bin/bash
add_user bob 1001 /bin/bash
add_user carol 1002 /usr/bin/fish
add_user dieter 1003 /bin/bash
add_user erin 1004 /bin/bash
start=100000
: >/etc/subuid
for user in alice bob carol dieter erin; do
  echo "$user:$start:65536" >>/etc/subuid
  start=$((start + 65536))
done
cat /etc/subuid >/etc/subgid

echo 'alice ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/alice
chmod 440 /etc/sudoers.d/alice

# dieter's German: for his non-interactive shells and for his user manager.
sed -i '1i export LANG=de_DE.UTF-8 LC_ALL=de_DE.UTF-8 LANGUAGE=de' /home/dieter/.bashrc
install -d -o dieter -g dieter /home/dieter/.config/environment.d
echo 'LANG=de_DE.UTF-8' >/home/dieter/.config/environment.d/10-lang.conf
chown dieter:dieter /home/dieter/.config/environment.d/10-lang.conf

# A root file system for a container, of busybox alone.
tree=$(mktemp -d)
chmod 755 "$tree"
mkdir -p "$tree/bin" "$tree/etc" "$tree/tmp" "$tree/proc" "$tree/sys" "$tree/dev" "$tree/run" "$tree/www"
cp /bin/busybox "$tree/bin/busybox"
for applet in sh cat ls id sleep httpd nslookup wget ping true; do
  ln -s busybox "$tree/bin/$applet"
done
echo 'root:x:0:0:root:/:/bin/sh' >"$tree/etc/passwd"
echo 'root:x:0:' >"$tree/etc/group"
echo hello >"$tree/www/index.html"
tar -C "$tree" --numeric-owner --owner=0 --group=0 -cf /srv/bb.tar .
chmod 644 /srv/bb.tar
rm -rf "$tree"

rm -f /root/lab.pub
