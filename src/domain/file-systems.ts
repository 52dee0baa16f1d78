import type { Mount } from '../parse/mountinfo.ts';

/**
 * File systems on which a user namespace cannot change owners, because the server does it: the list of
 * `isNetworkFileSystem` in storage/drivers/overlay/overlay.go, by the names that mountinfo has.
 */
const NETWORK = new Set([
  'nfs',
  'nfs4',
  'cifs',
  'smb3',
  'smbfs',
  'afs',
  'acfs',
  'ceph',
  'fhgfs',
  'beegfs',
  'gpfs',
  'ibrix',
  'lustre',
  'ncpfs',
  'ncp',
  'ocfs2',
  'panfs',
  'prl_fs',
  'snfs',
  'vboxsf',
  'vxfs',
  'fuse.sshfs',
  'fuse.glusterfs',
  'fuse.ceph',
]);

/** Overlay refuses these as its upper layer (overlay.go: "a mount_program is required"). */
const STACKED = new Set(['overlay', 'aufs', 'ecryptfs']);

/** File systems that keep no owners, modes or links: an image cannot be unpacked there. */
const WITHOUT_OWNERS = new Set([
  'vfat',
  'msdos',
  'exfat',
  'ntfs',
  'ntfs3',
  'fuseblk',
  '9p',
  'drvfs',
  'iso9660',
  'udf',
]);

export type FileSystemKind = 'local' | 'network' | 'stacked' | 'without-owners';

/** What a store can expect of the file system that it is on. */
export function fileSystemKind({ type }: Mount): FileSystemKind {
  if (NETWORK.has(type)) return 'network';
  if (STACKED.has(type)) return 'stacked';
  return WITHOUT_OWNERS.has(type) ? 'without-owners' : 'local';
}
