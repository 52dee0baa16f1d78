import type { Severity } from '../src/model/check.ts';
import type { HostReport, HostVerdict, Renderer, Report, Status } from '../src/model/report.ts';
import { printable } from '../src/parse/printable.ts';

/**
 * A file for the textfile collector of Prometheus' node exporter, in the text format 0.0.4:
 * https://prometheus.io/docs/instrumenting/exposition_formats/. It holds no timestamps of samples: the
 * collector refuses them.
 */
export const prometheus = {
  format: 'prometheus',
  render({ tool, hosts }: Report): string {
    const labelled = withLabels(hosts);
    const families: readonly Family[] = [
      {
        name: 'podready_info',
        help: 'The version of podready that looked.',
        samples: [[{ version: tool.version }, 1]],
      },
      ...FAMILIES.map(({ name, help, samplesOf }) => ({
        name,
        help,
        samples: labelled.flatMap(([labels, host]) =>
          samplesOf(host).map(([more, value]): Sample => [{ ...labels, ...more }, value]),
        ),
      })),
    ];
    return families.map(familyText).join('');
  },
} as const satisfies Renderer;

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

interface Family {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

interface FamilyOfHost extends Omit<Family, 'samples'> {
  readonly samplesOf: (host: HostReport) => readonly Sample[];
}

const VERDICTS: readonly HostVerdict[] = ['ready', 'not-ready', 'unknown'];
const STATUSES: readonly Status[] = ['pass', 'fail', 'unknown', 'not-applicable'];
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

const FAMILIES: readonly FamilyOfHost[] = [
  {
    name: 'podready_host_verdict',
    help: 'Whether the host is ready for rootless Podman: 1 for the verdict that it has, 0 for the others.',
    samplesOf: (host) =>
      VERDICTS.map((verdict) => [{ verdict }, host.verdict === verdict ? 1 : 0] as const),
  },
  {
    name: 'podready_host_reached',
    help: 'Whether the host could be looked at.',
    samplesOf: ({ error }) => [[{}, error === null ? 1 : 0]],
  },
  {
    name: 'podready_checks',
    help: 'How many checks ended with a status.',
    samplesOf: checkCounts,
  },
  {
    name: 'podready_root_cause',
    help: 'A failed check that no other failure explains.',
    samplesOf: ({ rootCauses }) =>
      rootCauses.map(({ check, severity }) => [{ check, severity }, 1] as const),
  },
  {
    name: 'podready_gathered_timestamp_seconds',
    help: 'When the host was looked at, in seconds since 1970.',
    samplesOf: ({ gathered }) => (gathered === null ? [] : [[{}, Date.parse(gathered.at) / 1000]]),
  },
  {
    name: 'podready_gather_duration_seconds',
    help: 'How long it took to look at the host.',
    samplesOf: ({ gathered }) => (gathered === null ? [] : [[{}, gathered.milliseconds / 1000]]),
  },
];

/** Also what is 0, so that a rule can tell it from a host that nobody looks at any more. */
function checkCounts({ error, results }: HostReport): readonly Sample[] {
  if (error !== null) return [];
  const counts = new Map<string, number>();
  for (const { status, severity } of results) {
    const key = `${status} ${severity}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return STATUSES.flatMap((status) =>
    SEVERITIES.map(
      (severity) => [{ status, severity }, counts.get(`${status} ${severity}`) ?? 0] as const,
    ),
  );
}

/** Series must differ. Reports that were merged can hold a host twice: the later ones are numbered. */
function withLabels(hosts: readonly HostReport[]): readonly (readonly [Labels, HostReport])[] {
  const seen = new Map<string, number>();
  return hosts.map((host) => {
    const labels = { host: host.host, user: host.user ?? '' };
    const key = JSON.stringify(labels);
    const earlier = seen.get(key) ?? 0;
    seen.set(key, earlier + 1);
    return [earlier === 0 ? labels : { ...labels, occurrence: String(earlier + 1) }, host] as const;
  });
}

/** Two lines for one series would make the collector refuse the whole file. */
function familyText({ name, help, samples }: Family): string {
  if (samples.length === 0) return '';
  const series = new Map(samples.map(([labels, value]) => [name + labelText(labels), value]));
  const lines = [...series].map(([one, value]) => `${one} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const list = Object.entries(labels).map(([key, text]) => `${key}="${escape(text)}"`);
  return list.length === 0 ? '' : `{${list.join(',')}}`;
}

function escape(text: string): string {
  return printable(text).replaceAll(/[\\"]/gu, String.raw`\$&`);
}
