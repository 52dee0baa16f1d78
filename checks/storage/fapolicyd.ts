import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/**
 * "You might start seeing containers accessing things outside of the container but there is no source of trust for the
 * container" (fapolicyd.conf(5), `allow_filesystem_mark`). By default it sees nothing of other mounts.
 */
export const fapolicyd = defineCheck({
  meta: {
    id: 'fapolicyd',
    area: 'storage',
    title: 'fapolicyd lets containers run what is in their images',
    failureTitle: 'fapolicyd judges what containers run, and trusts none of it',
    description:
      'fapolicyd lets only programs run that it trusts, by default those of packages. Told to look through mounts, it also sees the files of containers, and trusts none of them.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F170'],
    since: '0.1.0',
    references: [
      'https://manpages.debian.org/unstable/fapolicyd/fapolicyd.conf.5.en.html',
      'https://github.com/linux-application-whitelisting/fapolicyd/issues/266',
    ],
    messages: {
      marks:
        'fapolicyd.service runs, {{file}} line {{line}} sets allow_filesystem_mark = 1, and no rule allows dir={{graphRoot}}/.',
    },
    commands: {
      marks: [
        'sudo ausearch --start today -m fanotify -i',
        'sudo fapolicyd-cli --list',
        'sudoedit {{file}}',
        'sudo systemctl restart fapolicyd',
      ],
    },
    fixes: [],
  },
  requires: ['systemUnits', 'storage'],
  consults: ['fapolicydConfig'],
  evaluate({ systemUnits, storage, fapolicydConfig }) {
    const service = valueOr(systemUnits, undefined)?.get('fapolicyd.service');
    if (service?.active !== 'active') return notApplicable('fapolicyd does not run');
    if (fapolicydConfig.state === 'unreadable') return unknown(fapolicydConfig.because);
    const config = valueOr(fapolicydConfig, undefined);
    const graphRoot = valueOr(storage, undefined)?.graphRoot;
    if (config === undefined || graphRoot === undefined) return pass;
    const { permissive, mark, allowed } = config;
    const isAllowed = allowed.some((dir) => `${graphRoot}/`.startsWith(dir));
    if (permissive || mark === null || isAllowed) return pass;
    const { file, line } = mark;
    const found = 'allow_filesystem_mark = 1';
    return fail(
      'marks',
      { file, line, graphRoot },
      { kind: 'file', where: file, line, found, expected: '0, or a rule that allows the store' },
    );
  },
});
