/** Whether `--save-facts` names a bundle of all hosts, and not the folder of their snapshots. */
export function isBundleName(file: string): boolean {
  return /\.(?:tar\.gz|tgz)$/u.test(file);
}
