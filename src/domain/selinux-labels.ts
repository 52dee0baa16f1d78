import type { Selinux, SelinuxLabel } from '../facts/selinux.ts';

/** Types that container-selinux gives to images, or that it lets containers read. */
const READABLE: ReadonlySet<string> = new Set([
  'container_ro_file_t',
  'container_file_t',
  'container_share_t',
  'container_var_lib_t',
  'svirt_sandbox_file_t',
]);

/** Types of files that nobody labelled: no domain but the unconfined ones may use them. */
const UNLABELLED: ReadonlySet<string> = new Set([
  '',
  'unlabeled_t',
  'default_t',
  'file_t',
  'tmpfs_t',
  'var_run_t',
]);

/** The label of the images in the store, where it keeps containers from reading them. */
export interface StorageLabel {
  /** The store. */
  readonly root: string;
  readonly label: SelinuxLabel;
  /** `custom`: the policy has this label for that place, so that restoring it changes nothing. */
  readonly kind: 'label' | 'custom';
}

/** `none`: there are no images; `null`: containers may read them. */
export function wrongStorageLabel({ labels }: Selinux): StorageLabel | 'none' | null {
  const label = labels.find(({ path }) => path.endsWith('/overlay'));
  if (label === undefined) return 'none';
  if (READABLE.has(label.type)) return null;
  const isCustom = label.expected !== undefined && !READABLE.has(label.expected);
  const root = label.path.slice(0, -'/overlay'.length);
  return { root, label, kind: isCustom ? 'custom' : 'label' };
}

/** The label of the API socket. */
export function socketLabel({ labels }: Selinux): SelinuxLabel | undefined {
  return labels.find(({ path }) => path.endsWith('/podman.sock'));
}

/** Whether sshd and confined services are kept from what has that label. */
export function isUnlabelled({ type, expected }: SelinuxLabel): boolean {
  return type !== expected && UNLABELLED.has(type);
}
