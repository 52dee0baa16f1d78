/** What a person types to boot with the unified hierarchy. */
export const UNIFIED_HIERARCHY_COMMANDS = [
  'stat -fc %T /sys/fs/cgroup; cat /proc/cmdline',
  'sudoedit /etc/default/grub   # GRUB_CMDLINE_LINUX: systemd.unified_cgroup_hierarchy=1',
  'sudo update-grub && sudo reboot   # Fedora, RHEL: sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1',
  'sudoedit /boot/firmware/cmdline.txt   # Raspberry Pi, instead of GRUB; WSL: kernelCommandLine in the .wslconfig of Windows',
] as const;

/** Who asked for the hierarchy that is there. */
export function hierarchyReason(kernelArguments: readonly string[]): string {
  return kernelArguments.length === 0
    ? 'nothing on the kernel command line asks for it'
    : `kernel command line: ${kernelArguments.join(' ')}`;
}
