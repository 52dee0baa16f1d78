import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** The drop-in by which podready raises limits of the user: it counts from the next login on. */
export const loginLimitsDropIn = defineFact({
  id: 'loginLimitsDropIn',
  title: "podready's drop-in for limits of logins",
  as: 'user',
  shares: 'system',
  probe: sh`show "/etc/security/limits.d/zz-podready-$PR_USER.conf"`,
  parse: (output) =>
    stateOfExit(output, "podready's file in /etc/security/limits.d") ?? known(output.stdout),
});
