import { SLICE_DROP_IN } from '../domain/slice-settings.ts';
import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** The drop-in by which podready raises the limits of the user's slice. */
export const sliceDropIn = defineFact({
  id: 'sliceDropIn',
  title: "podready's drop-in for the slice of the user",
  as: 'user',
  shares: 'system',
  probe: sh`show "/etc/systemd/system/user-$PR_UID.slice.d/${SLICE_DROP_IN}"`,
  parse: (output) =>
    stateOfExit(output, "podready's drop-in for the slice") ?? known(output.stdout),
});
