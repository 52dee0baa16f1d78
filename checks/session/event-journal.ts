import { placeData, placeOf } from '../../src/domain/setting-place.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { Init } from '../../src/facts/init.ts';
import type { Journal } from '../../src/facts/journal.ts';
import {
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
  type Verdict,
} from '../../src/model/check.ts';
import { type FactState, valueOr } from '../../src/model/fact.ts';
import type { TomlSetting } from '../../src/parse/toml.ts';
import type { Units } from '../../src/parse/unit-properties.ts';

type Message = 'missing' | 'stopped';

const KEYS = ['engine.events_logger', 'containers.log_driver'] as const;
/** The address of sd_journal_send(3). */
const SOCKET = '/run/systemd/journal/socket';
const UNITS = ['systemd-journald.socket', 'systemd-journald.service'] as const;

/** Measured: containers run, and each command complains; `podman events` and `podman logs` say nothing. */
export const eventJournal = defineCheck({
  meta: {
    id: 'event-journal',
    area: 'session',
    title: 'The journal that Podman writes to runs',
    failureTitle: 'Podman writes to a journal that does not run',
    description:
      'Podman writes its events, and what containers print, to the journal of systemd where there is one, or where containers.conf says so. When nothing reads there, both are lost.',
    severity: 'warning',
    needs: ['run', 'api', 'rootful'],
    covers: ['F165'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/4325',
      'https://docs.podman.io/en/latest/markdown/podman-events.1.html',
    ],
    messages: {
      missing:
        '{{file}} line {{line}} sets {{key}} = "journald", and there is no {{socket}}: no journal runs here.',
      stopped: '{{unit}} is {{state}}, and Podman writes its events and logs there.',
    },
    commands: {
      missing: ['ls -l {{socket}}', 'grep -n {{name}} {{file}}'],
      stopped: [
        'systemctl status systemd-journald',
        'sudo systemctl unmask systemd-journald.socket systemd-journald.service',
        'sudo systemctl start systemd-journald.socket systemd-journald.service',
      ],
    },
    fixes: ['containers-conf-drop-in'],
  },
  requires: ['journal', 'init'],
  consults: ['containersConf', 'systemUnits'],
  evaluate({ journal, init, containersConf, systemUnits }) {
    const there = valueOr(journal, undefined);
    const first = valueOr(init, undefined);
    if (there === undefined || first === undefined) return pass;
    if (containersConf.state === 'unreadable') return unknown(containersConf.because);
    const config = containersConf.state === 'known' ? containersConf.value : undefined;
    const setting = journalSetting(config);
    if (setting === undefined && !isDefault(config, first, there)) {
      return notApplicable('Podman does not write to the journal');
    }
    if (setting !== undefined && !there.socket) return missing(setting);
    if (systemUnits.state === 'unreadable') return unknown(systemUnits.because);
    return stopped(systemUnits);
  },
});

interface NamedSetting extends TomlSetting {
  readonly key: string;
}

function journalSetting(config: LayeredConfig | undefined): NamedSetting | undefined {
  const key = KEYS.find((one) => config?.settings.get(one)?.value === 'journald');
  const setting = key === undefined ? undefined : config?.settings.get(key);
  return key === undefined || setting === undefined ? undefined : { ...setting, key };
}

/** Where nothing is set, Podman takes the journal if it may read one. */
function isDefault(
  config: LayeredConfig | undefined,
  { name }: Init,
  { directory }: Journal,
): boolean {
  const isSet = config === undefined || config.settings.has('engine.events_logger');
  return !isSet && name === 'systemd' && directory !== null;
}

function missing({ key, file, line }: NamedSetting): Verdict<Message> {
  const name = key.replace(/^.*\./u, '');
  return fail(
    'missing',
    { ...placeData({ file, line }), key, name, socket: SOCKET },
    {
      kind: 'file',
      ...placeOf({ file, line }),
      found: `${name} = "journald"`,
      expected: name === 'log_driver' ? 'k8s-file' : 'file',
    },
  );
}

/** The service holds the socket as well, so one of them is enough. */
function stopped(systemUnits: FactState<Units>): Verdict<Message> {
  const known = systemUnits.state === 'known' ? systemUnits.value : undefined;
  const states = UNITS.map((name) => known?.get(name)?.active ?? 'unknown');
  if (!states.every((state) => state === 'inactive' || state === 'failed')) return pass;
  const [unit] = UNITS;
  const [state = ''] = states;
  return fail(
    'stopped',
    { unit, state },
    { kind: 'unit', where: unit, found: state, expected: 'active' },
  );
}
