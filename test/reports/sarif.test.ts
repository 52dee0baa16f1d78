import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { sarif } from '../../reports/sarif.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { report, sampleReport } from '../helpers/reports.ts';

interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly {
            readonly id: string;
            readonly help: { readonly text: string };
          }[];
          readonly notifications: readonly { readonly id: string }[];
        };
      };
      readonly invocations: readonly [
        {
          readonly executionSuccessful: boolean;
          readonly toolExecutionNotifications: readonly {
            readonly descriptor: { readonly id: string; readonly index: number };
            readonly level: string;
            readonly message: { readonly text: string };
          }[];
        },
      ];
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly kind: string;
        readonly level: string;
        readonly partialFingerprints: Readonly<Record<string, string>>;
        readonly locations: readonly [
          {
            readonly physicalLocation: {
              readonly artifactLocation: { readonly uri: string };
              readonly region: { readonly startLine: number };
            };
          },
        ];
      }[];
    },
  ];
}

const validate = await officialSchema();

function logOf(given: Report): Log {
  const log: unknown = JSON.parse(sarif.render(given));
  assert.ok(validate(log), JSON.stringify(validate.errors));
  return log as Log;
}

describe('sarif report', (it) => {
  it('has a result for every finding and every undecided check', () => {
    const { results, tool } = logOf(sampleReport).runs[0];
    assert.equal(
      results.map(({ ruleId, kind, level }) => [ruleId, kind, level]),
      [
        ['subuid-range', 'fail', 'error'],
        ['userns-attempt', 'fail', 'error'],
        ['storage-driver', 'fail', 'warning'],
        ['short-names', 'fail', 'note'],
        ['published-port', 'open', 'none'],
      ],
    );
    for (const { ruleId, ruleIndex } of results) {
      assert.is(tool.driver.rules[ruleIndex]?.id, ruleId);
    }
    for (const { id, help } of tool.driver.rules) assert.match(help.text, `podready explain ${id}`);
  });

  it('says where: the host, the file below it, and the line', () => {
    const [first] = logOf(sampleReport).runs[0].results;
    assert.equal(first?.locations[0].physicalLocation, {
      artifactLocation: { uri: 'alice%40web1/etc/subuid', uriBaseId: 'HOSTS' },
      region: { startLine: 1 },
    });
  });

  it('was not successful when a host was not reached, and says which', () => {
    const { invocations, tool } = logOf(sampleReport).runs[0];
    const [{ executionSuccessful, toolExecutionNotifications: said }] = invocations;
    assert.not.ok(executionSuccessful);
    assert.equal(
      said.map(({ descriptor, level }) => [descriptor.id, level]),
      [
        ['check-undecided', 'warning'],
        ['host-not-reached', 'error'],
      ],
    );
    for (const { descriptor } of said) {
      assert.is(tool.driver.notifications[descriptor.index]?.id, descriptor.id);
    }
    assert.is(said[1]?.message.text, 'web2: web2 could not be looked at: tcp: connection refused');
    assert.not.ok(
      logOf(REPORTS['undecided'] ?? report()).runs[0].invocations[0].executionSuccessful,
    );
    const healthy = logOf(REPORTS['healthy'] ?? report()).runs[0];
    assert.ok(healthy.invocations[0].executionSuccessful);
    assert.equal(healthy.results, []);
  });

  it('has fingerprints that stay when lines move and words change, and differ otherwise', () => {
    const prints = (given: Report): readonly string[] =>
      logOf(given).runs[0].results.map(
        (one) => one.partialFingerprints['podreadyFinding/v1'] ?? '',
      );
    const moved = JSON.parse(
      JSON.stringify(sampleReport)
        .replaceAll('"line":1', '"line":7')
        .replaceAll('bob:100000', 'eve:200000')
        .replaceAll('has no entry', 'is missing'),
    ) as Report;
    assert.equal(prints(moved), prints(sampleReport));
    const twice = prints(REPORTS['the same host twice'] ?? report());
    assert.is(new Set(twice).size, twice.length);
  });

  for (const [name, given] of Object.entries(REPORTS)) {
    it(`is valid: ${name}`, () => {
      logOf(given);
    });
  }

  it('is valid whatever a host says, and names no file outside the host', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const { locations } of logOf(hostileReport(text)).runs[0].results) {
          const { uri } = locations[0].physicalLocation.artifactLocation;
          const resolved = new URL(uri, 'file:///base/');
          assert.match(resolved.href, /^file:\/\/\/base\/./u);
          assert.is(resolved.pathname, `/base/${uri}`);
        }
      }),
    );
  });
});

/** The JSON Schema of the standard. It is of draft 4, from which it uses nothing but the name of `$id`. */
async function officialSchema(): Promise<ValidateFunction> {
  const file = createRequire(import.meta.url).resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const { $schema, id, ...schema } = JSON.parse(await readFile(file, 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  assert.match(String($schema), 'draft-04');
  assert.match(String(id), 'sarif-2.1.0');
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    // Its pattern for languages has a bracket too many, which only the `v` and `u` flags refuse.
    unicodeRegExp: false,
    formats: {
      uri: /^[a-z][a-z\d+.-]*:\S+$/iu,
      'uri-reference': /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-F]{2})*$/u,
      'date-time': true,
    },
  });
  return ajv.compile(schema);
}
