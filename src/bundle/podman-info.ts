import { z } from 'zod';
import type { Snapshot } from '../gather/snapshot.ts';
import { type PartialFacts, partialSnapshot } from './partial.ts';

/** A program of which Podman says where it is and what it says of its version. */
const program = z.object({ path: z.string().min(1), version: z.string().min(1) });

/** The part of `podman info --format json` that podready reads: `define.Info` of Podman 4 and newer. */
const podmanInfo = z.object({
  host: z.object({
    hostname: z.string().min(1),
    distribution: z.object({ distribution: z.string(), version: z.string() }),
    conmon: program.optional(),
    ociRuntime: program.extend({ name: z.string() }).optional(),
    networkBackendInfo: z
      .object({ path: z.string(), version: z.string(), dns: program.partial() })
      .partial()
      .optional(),
    pasta: z.object({ executable: z.string(), version: z.string() }).partial().optional(),
  }),
  version: z.object({ Version: z.string().min(1) }),
});

type PodmanInfo = z.infer<typeof podmanInfo>;

/** What `podman info --format json` says of a host; `undefined` when the document is something else. */
export function fromPodmanInfo(document: unknown, at: Date): Snapshot | undefined {
  const { success, data } = podmanInfo.safeParse(document);
  if (!success) return undefined;
  const { distribution, version } = data.host.distribution;
  const versions = versionsOf(data);
  const facts: PartialFacts = {
    osRelease: `ID=${word(distribution)}\nVERSION_ID=${word(version)}\nPRETTY_NAME="${word(distribution)} ${word(version)}"\n`,
    ...(versions === undefined ? {} : { versions }),
  };
  return partialSnapshot(facts, { host: line(data.host.hostname), at });
}

/**
 * One line for each program. Who reads them takes one that is missing for one that is nowhere: nothing is
 * said where Podman does not say it of all. It names one runtime only, and crun may be there beside runc.
 */
function versionsOf({ host, version }: PodmanInfo): string | undefined {
  const { conmon, ociRuntime, networkBackendInfo: network, pasta } = host;
  if (conmon === undefined || network === undefined || pasta === undefined) return undefined;
  if (ociRuntime?.name !== 'crun') return undefined;
  const lines = [
    // Podman does not say where it is itself.
    said('podman', `podman version ${version.Version}`, '/…/podman'),
    said('crun', ociRuntime.version, ociRuntime.path),
    said('conmon', conmon.version, conmon.path),
    said('netavark', network.version, network.path),
    said('aardvark-dns', network.dns?.version, network.dns?.path),
    said('pasta', pasta.version, pasta.executable),
  ];
  return lines.join('');
}

function said(name: string, output = '', path = ''): string {
  if (output === '' || path === '') return '';
  return `${name} 0 ${line(output).slice(0, 200)}\t${line(path)}\n`;
}

function word(text: string): string {
  return text.replaceAll(/[^\w.+-]/gu, '');
}

function line(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').trim();
}
