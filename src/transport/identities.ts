import type { ParsedKey } from 'ssh2';
import { printable } from '../parse/printable.ts';
import { AgentClient } from './agent.ts';
import { asError } from './failure.ts';
import { readKeyFile } from './key-file.ts';
import { fingerprint } from './known-hosts.ts';
import type { IdentityFile, ResolvedHost } from './ssh-config.ts';
import type { Ssh2 } from './ssh2.ts';

/** A key that can be offered to a host. */
export interface Identity {
  /** Where it is and which it is: `~/.ssh/id_ed25519 (ED25519 SHA256:…)`. */
  readonly label: string;
  readonly key: ParsedKey;
  sign(data: Buffer, hash: string | undefined): Promise<Buffer>;
}

/** The identities to offer, and why others are not. */
export interface Identities {
  readonly offered: readonly Identity[];
  readonly notes: readonly string[];
  /** Lets go of the agent. */
  close(): void;
}

/**
 * sshd closes the connection after MaxAuthTries (6), and newer ones ban clients that fail often
 * (PerSourcePenalties): three identities leave room for a person to try again.
 */
const MOST = 3;

/** Collects identities: named files first, then what the agent holds, then the default files. */
export async function collectIdentities(
  host: Pick<ResolvedHost, 'identityFiles' | 'identitiesOnly' | 'agent'>,
  ssh2: Ssh2,
  agentTimeoutMs: number,
): Promise<Identities> {
  const notes: string[] = [];
  const agent = host.agent === undefined ? undefined : new AgentClient(host.agent, ssh2);
  const held = await listAgent(host.agent, agent, agentTimeoutMs, notes);
  const named: Identity[] = [];
  const fallback: Identity[] = [];
  for (const file of host.identityFiles) {
    const identity = await fromFile(file, held, ssh2, notes);
    const isFirst = file.isExplicit || host.identitiesOnly || (identity && held.includes(identity));
    if (identity !== undefined) (isFirst === true ? named : fallback).push(identity);
  }
  const others = host.identitiesOnly ? [] : held;
  const all = [...new Set([...named, ...others, ...fallback])];
  for (const { label } of all.slice(MOST))
    notes.push(`${label}: not offered, ${MOST} are the most`);
  return { offered: all.slice(0, MOST), notes, close: () => agent?.close() };
}

async function fromFile(
  { path, isExplicit }: IdentityFile,
  held: readonly Identity[],
  ssh2: Ssh2,
  notes: string[],
): Promise<Identity | undefined> {
  const file = await readKeyFile(path, ssh2);
  const shown = printable(path);
  if (file.state === 'absent') {
    if (isExplicit) notes.push(`${shown}: there is no such file`);
    return undefined;
  }
  if (file.state === 'unusable') {
    notes.push(`${shown}: ${printable(file.because)}`);
    return undefined;
  }
  const { publicKey } = file;
  const inAgent = held.find(({ key }) => publicKey?.equals(key.getPublicSSH()));
  if (inAgent !== undefined) return inAgent;
  if (file.state === 'locked') {
    notes.push(`${shown}: ${file.because}`);
    return undefined;
  }
  const { key } = file;
  return {
    label: describeKey(shown, key),
    key,
    sign: (data, hash) => signByFile(key, data, hash),
  };
}

// ssh2 returns an error instead of throwing it; its types do not say so.
function signByFile(key: ParsedKey, data: Buffer, hash: string | undefined): Promise<Buffer> {
  const signature: Buffer | Error = key.sign(data, hash);
  return signature instanceof Error ? Promise.reject(signature) : Promise.resolve(signature);
}

async function listAgent(
  path: string | undefined,
  agent: AgentClient | undefined,
  timeoutMs: number,
  notes: string[],
): Promise<readonly Identity[]> {
  if (path === undefined || agent === undefined) return [];
  try {
    const keys = await agent.list(timeoutMs);
    if (keys.length === 0)
      notes.push(`agent ${printable(path)}: holds no key that podready can use`);
    return keys.map((key) => ({
      label: describeKey(`agent key ${printable(key.comment)}`.trimEnd(), key),
      key,
      sign: async (data, hash) => await agent.sign(key, data, hash),
    }));
  } catch (cause) {
    notes.push(`agent ${printable(path)}: ${printable(asError(cause).message)}`);
    return [];
  }
}

function describeKey(name: string, key: ParsedKey): string {
  return `${name} (${key.type} ${fingerprint(key.getPublicSSH())})`;
}
