import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseSliceSettings } from '../../src/parse/slice-settings.ts';
import { describe } from '../helpers/describe.ts';

const CONTROL = '/etc/systemd/system.control/user-1000.slice.d/50-TasksMax.conf';

describe('parseSliceSettings', (it) => {
  it('orders drop-ins by their names, and a higher folder replaces a file', () => {
    const settings = parseSliceSettings(
      [
        'file /usr/lib/systemd/system/user-.slice.d/10-defaults.conf',
        '3 TasksMax=33%',
        'file /run/systemd/system/user-.slice.d/60-a.conf',
        '1 MemoryMax= 60M ',
        'file /etc/systemd/system/user-.slice.d/10-defaults.conf',
        `file ${CONTROL}`,
        '2 TasksMax=14',
        '2 CPUQuota=1%',
      ].join('\n'),
    );
    assert.equal(settings, [
      { key: 'TasksMax', value: '14', file: CONTROL, line: 2 },
      {
        key: 'MemoryMax',
        value: '60M',
        file: '/run/systemd/system/user-.slice.d/60-a.conf',
        line: 1,
      },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('file /a/b.conf', 'file x', '1 TasksMax=', '9'.repeat(9), '')),
        fc.string(),
        (rows, other) => {
          for (const { file } of parseSliceSettings([...rows, other].join('\n'))) {
            assert.is(file, '/a/b.conf');
          }
        },
      ),
    );
  });
});
