import { configError, USE_OPENSSH } from './config-error.ts';
import { matchesPatterns } from '../parse/pattern.ts';
import { treatmentOf } from './ssh-config-directives.ts';
import type { ConfigNode } from './ssh-config-files.ts';
import type { ConfigLine } from './ssh-config-lexer.ts';
import { type Activity, asksForFinalPass, evaluateMatch } from './ssh-config-match.ts';
import type { TransportError } from './transport.ts';

/** Who asks for what; the command line comes before every file. */
export interface ConfigQuestion {
  readonly originalHost: string;
  readonly user: string | undefined;
  readonly localUser: string;
}

/** The directives that hold for a host: the first value of each, and every IdentityFile. */
export interface Settings {
  readonly values: ReadonlyMap<string, ConfigLine>;
  readonly identityFiles: readonly ConfigLine[];
}

/** Walks the files in order, twice if a `Match final` asks for it, as ssh_config(5) describes. */
export function evaluateConfig(
  files: readonly (readonly ConfigNode[])[],
  question: ConfigQuestion,
): Settings {
  const walk = new Walk(question);
  for (const nodes of files) walk.visit(nodes, 'yes');
  if (walk.wantsFinalPass) {
    walk.startFinalPass();
    for (const nodes of files) walk.visit(nodes, 'yes');
  }
  for (const line of walk.values.values()) refuseUnimplemented(line);
  return walk;
}

class Walk implements Settings {
  readonly values = new Map<string, ConfigLine>();
  readonly identityFiles: ConfigLine[] = [];
  wantsFinalPass = false;
  readonly #question: ConfigQuestion;
  #host: string;
  #isFinalPass = false;
  /** The line that opened the block of which podready cannot say whether it applies. */
  #undecided: ConfigLine | undefined;

  constructor(question: ConfigQuestion) {
    this.#question = question;
    this.#host = question.originalHost;
  }

  startFinalPass(): void {
    this.#host = this.#hostName();
    this.#isFinalPass = true;
    // As ssh(1) does: the second pass no longer changes the name.
    const pinned = { file: 'ssh_config', line: 0, keyword: 'hostname', args: [this.#host] };
    this.values.set('hostname', pinned);
  }

  visit(nodes: readonly ConfigNode[], outer: Activity): void {
    let active = outer;
    for (const node of nodes) {
      if (node.keyword === 'host') active = this.#enter(node, outer, this.#evaluateHost(node));
      else if (node.keyword === 'match')
        active = this.#enter(node, outer, this.#evaluateMatch(node));
      else if (node.keyword === 'include') {
        for (const file of node.included ?? []) this.visit(file, active);
      } else if (active === 'yes') this.#set(node);
      else if (active === 'maybe') this.#refuseUndecided(node);
    }
  }

  #enter(node: ConfigLine, outer: Activity, own: Activity): Activity {
    if (outer === 'no' || own === 'no') return 'no';
    if (own === 'maybe') this.#undecided = node;
    return own === 'maybe' ? 'maybe' : outer;
  }

  #evaluateHost({ args }: ConfigLine): Activity {
    return matchesPatterns(this.#host, args) ? 'yes' : 'no';
  }

  #evaluateMatch(node: ConfigLine): Activity {
    this.wantsFinalPass ||= asksForFinalPass(node);
    const { originalHost, localUser, user } = this.#question;
    return evaluateMatch(node, {
      host: this.#hostName(),
      originalHost,
      localUser,
      user: user ?? this.values.get('user')?.args[0] ?? localUser,
      isFinalPass: this.#isFinalPass,
    });
  }

  #hostName(): string {
    const name = this.values.get('hostname')?.args[0];
    return (
      name?.replaceAll(/%(?<token>[%h])/gu, (_, token) => (token === 'h' ? this.#host : '%')) ??
      this.#host
    );
  }

  #set(line: ConfigLine): void {
    const { keyword, args } = line;
    const treatment = treatmentOf(keyword);
    if (treatment === undefined && this.#isIgnorable(keyword)) return;
    if (treatment === undefined) throw unknown(line);
    if (treatment === 'ignored' && keyword !== 'gssapiauthentication') return;
    if (args.length === 0)
      throw configError(line, `${keyword} lacks its value`, 'Complete the line.');
    if (keyword === 'identityfile') {
      const known = this.identityFiles.some(
        (one) => one.file === line.file && one.line === line.line,
      );
      if (!known) this.identityFiles.push(line);
    } else if (!this.#has(keyword)) {
      this.values.set(keyword, line);
    }
  }

  /** ProxyCommand and ProxyJump share one place: whichever comes first holds. */
  #has(keyword: string): boolean {
    if (keyword !== 'proxyjump' && keyword !== 'proxycommand') return this.values.has(keyword);
    return this.values.has('proxyjump') || this.values.has('proxycommand');
  }

  #isIgnorable(keyword: string): boolean {
    const patterns =
      this.values.get('ignoreunknown')?.args.flatMap((list) => list.split(',')) ?? [];
    return matchesPatterns(
      keyword,
      patterns.map((pattern) => pattern.toLowerCase()),
    );
  }

  /** A line in a `maybe` block stops the host unless it could change nothing. */
  #refuseUndecided(line: ConfigLine): void {
    const { keyword } = line;
    const treatment = treatmentOf(keyword);
    if (treatment === 'ignored' || (keyword !== 'identityfile' && this.#has(keyword))) return;
    if (treatment === undefined && this.#isIgnorable(keyword)) return;
    const block = this.#undecided ?? line;
    throw configError(
      block,
      `Match ${block.args.join(' ')} may set ${keyword} (line ${line.line}), and podready does not evaluate it`,
      USE_OPENSSH,
    );
  }
}

function refuseUnimplemented(line: ConfigLine): void {
  const treatment = treatmentOf(line.keyword);
  if (typeof treatment !== 'function' || treatment(line.args.join(' '))) return;
  throw configError(
    line,
    `podready does not implement ${line.keyword} ${line.args.join(' ')}`,
    USE_OPENSSH,
  );
}

function unknown(line: ConfigLine): TransportError {
  return configError(line, `ssh_config(5) has no directive ${line.keyword}`, USE_OPENSSH);
}
