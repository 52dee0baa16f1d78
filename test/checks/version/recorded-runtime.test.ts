import { recordedRuntime } from '../../../checks/version/recorded-runtime.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  containersConf,
  GRAPH_ROOT as graphRoot,
  paths,
  storage,
  tools,
  TOOLS,
} from '../../helpers/storage-facts.ts';

const CRUN = { name: 'crun', path: '/usr/bin/crun' };
const RUNC = { name: 'runc', path: null };
const made = (...runtimes: readonly { readonly name: string; readonly path: string | null }[]) =>
  storage({ hasContainers: true, runtimes });

testCheck(recordedRuntime, {
  pass: [
    { name: 'containers of crun', facts: { storage: made(CRUN), tools: TOOLS } },
    {
      name: 'runc in a directory that is not on the PATH',
      facts: { storage: made({ name: 'runc', path: '/usr/sbin/runc' }), tools: TOOLS },
    },
    {
      name: 'runc on the PATH alone',
      facts: { storage: made(RUNC), tools: tools({ runc: '/opt/bin/runc' }) },
    },
    {
      name: 'runc at its configured path',
      facts: {
        storage: made(RUNC),
        tools: TOOLS,
        containersConf: containersConf('[engine.runtimes]\nrunc = ["/opt/runc"]\n'),
        configuredPaths: paths({ '/opt/runc': 'program' }),
      },
    },
    {
      name: 'a runtime that is looked for elsewhere',
      facts: { storage: made({ name: 'kata', path: null }), tools: TOOLS },
    },
    { name: 'no runtime is named', facts: { storage: made(), tools: TOOLS } },
  ],
  fail: [
    {
      name: 'runc is gone',
      facts: { storage: made(RUNC), tools: TOOLS },
      findings: [
        {
          messageId: 'missing',
          data: { graphRoot, name: 'runc', other: 'crun' },
          evidence: [{ where: 'command -v runc', found: 'nothing' }],
        },
      ],
    },
    {
      name: 'crun is gone',
      facts: {
        storage: made({ name: 'crun', path: null }),
        tools: tools({ runc: '/usr/sbin/runc' }),
      },
      findings: [{ messageId: 'missing', data: { graphRoot, name: 'crun', other: 'runc' } }],
    },
  ],
  unknown: [
    {
      name: 'one of two is gone, and its containers may be as well',
      facts: { storage: made(CRUN, RUNC), tools: TOOLS },
      because: /runc is not installed/u,
    },
  ],
  notApplicable: [
    {
      name: 'only the text of removed containers is left',
      facts: { storage: storage({ runtimes: [RUNC] }), tools: TOOLS },
    },
  ],
});
