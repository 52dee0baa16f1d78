import type { Sysctls } from '../facts/sysctls.ts';
import type { User } from '../facts/user.ts';
import type { Readable } from '../model/fact.ts';

/** Whether the checks are made for root: then Podman is rootful. */
export function isRoot(user: Readable<User>): boolean {
  return user.state === 'known' && user.value.uid === 0;
}

/** What `uname -r` says; empty when the kernel does not. */
export function kernelRelease(sysctls: Readable<Sysctls>): string {
  return sysctls.state === 'known' ? (sysctls.value.get('kernel.osrelease') ?? '') : '';
}
