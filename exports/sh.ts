import { type Exporter, exported } from '../src/model/exporter.ts';
import { commentOf, headOf } from './parts/head.ts';
import { scriptOf } from './parts/script.ts';

const USAGE = [
  'Run it on that host: as root, or as that user where no step is of root. A second run changes nothing.',
];

/** A script for any POSIX shell. Its steps are those of `podready fix`, without the journal. */
export const sh: Exporter = {
  title: 'POSIX shell script',
  export: (plan) => exported(`#!/bin/sh\n${commentOf(headOf(plan, USAGE))}\n${scriptOf(plan)}`),
};
