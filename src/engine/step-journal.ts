import type { Step } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';

/** Which step of which run is applied. */
export interface StepPlace {
  readonly run: string;
  readonly fix: string;
  /** Its position among the steps of the fix. */
  readonly index: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** No step of the plan comes after it: a run whose last step never ended was broken off. */
  readonly last: boolean;
}

/**
 * Shell variables with the two entries of a step, each without its last members: those are what only the
 * host knows.
 */
export function journalHead(step: Step, { run, fix, index, at, last }: StepPlace): string {
  const place = { schemaVersion: '1.0', run, fix, index };
  const { undoes } = step;
  return [
    `JOURNAL=${quote(`${run}.ndjson`)} UNDOES=${undoes === undefined ? '' : 'yes'} LAST=${last ? 'yes' : ''}`,
    `BEGIN=${quote(unclosed({ event: 'begin', ...place, at, last, step }))}`,
    `END=${quote(unclosed({ event: 'end', ...place, at, last, undoes }))}\n`,
  ].join('\n');
}

function unclosed(entry: object): string {
  return JSON.stringify(entry).slice(0, -1);
}

/**
 * - `note LINE` adds a line to the journal of this run, reads it again, and waits until it is on disk.
 * - `conclude STATUS` adds how the step ended; of an undo, and of the last step of a run, also when nothing was
 *   left to be done.
 *
 * What programs told is reduced to characters that mean nothing in JSON.
 */
export const JOURNAL_LIBRARY = sh`
note() {
  j=$STORE/journal/$JOURNAL gap=
  if [ -L "$j" ] || { [ -e "$j" ] && [ ! -f "$j" ]; }; then return 1; fi
  [ ! -s "$j" ] || [ -z "$(tail -c 1 -- "$j")" ] || gap='
'
  (umask 077 && printf '%s%s\n' "$gap" "$1" >>"$j") 2>/dev/null || return 1
  [ "$(tail -n 1 -- "$j")" = "$1" ] || return 1
  flush "$j" "$STORE/journal"
}
plain() { printf '%s' "$1" | tr -cd 'A-Za-z0-9=,.:_+~@ -'; }
begin() {
  note "$BEGIN,\"seen\":\"$(plain "$1")\"}" 2>/dev/null ||
    end refused 73 "the journal cannot be written to $STORE/journal, so nothing was changed"
  began=yes
}
conclude() {
  [ -z "$began$UNDOES$LAST" ] || note "$END,\"status\":\"$1\",\"seen\":\"$(plain "$left")\"}" 2>/dev/null
}
`;
