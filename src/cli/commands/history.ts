import { jsonDocument } from '../../parse/json-document.ts';
import type { CommandFunction, Context } from '../context.ts';
import { type ExitCode, exitCodeOfJournals } from '../exit-codes.ts';
import { type Hosts, hostsOf } from '../hosts.ts';
import { type HostRecords, isRead, lookAtRecords } from '../records.ts';
import { historyText } from '../ui/history-text.ts';
import { passwordPrompt } from '../ui/questions.ts';
import { version } from '../version.ts';

/** Says what was changed on hosts, as their journals have it. Changes nothing. */
export const history: CommandFunction = async (argumentsGiven, context) => {
  await using hosts = await hostsOf(argumentsGiven, context);
  return await historyOfHosts(hosts, context);
};

/** The same, of hosts that are known. */
export async function historyOfHosts(hosts: Hosts, context: Context): Promise<ExitCode> {
  const { settings, terminal, interruption } = context;
  const askPassword = settings.sudo === 'ask' ? passwordPrompt(terminal) : undefined;
  const read = await lookAtRecords(hosts, askPassword, context);
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  const document =
    settings.format === 'json'
      ? asJson(read)
      : read.map((host) => historyText(host, options)).join('\n');
  const written = await terminal.writeOut(document);
  return exitCodeOfJournals({
    hosts: read.map((host) => ({ isRead: isRead(host), failed: false })),
    outputFailed: written === 'failed',
    interruptedBy: interruption.by,
  });
}

function asJson(hosts: readonly HostRecords[]): string {
  return jsonDocument({
    schemaVersion: '1.0',
    tool: { name: 'podready', version: version() },
    hosts: hosts.map(({ report, records }) => ({
      host: report.host,
      user: report.user,
      error: report.error,
      unread: records?.unread ?? [],
      more: records?.more ?? false,
      runs: (records?.runs ?? []).map(({ steps, ...run }) => ({
        ...run,
        steps: steps.map(({ step, seen, ...one }) => ({
          ...one,
          kind: step?.kind ?? null,
          seen: Object.fromEntries(seen),
        })),
      })),
    })),
  });
}
