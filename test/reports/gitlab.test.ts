import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { gitlab } from '../../reports/gitlab.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { sampleReport } from '../helpers/reports.ts';

interface Issue {
  readonly check_name: string;
  readonly severity: string;
  readonly fingerprint: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** What https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for. */
const validate = new Ajv2020({ strict: true }).compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    additionalProperties: false,
    properties: {
      description: { type: 'string' },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        additionalProperties: false,
        properties: {
          // Relative, without a leading `./`.
          path: { type: 'string', pattern: '^(?!\\./|/).+$' },
          lines: {
            type: 'object',
            required: ['begin'],
            additionalProperties: false,
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
});

function issuesOf(report: Report): readonly Issue[] {
  const issues: unknown = JSON.parse(gitlab.render(report));
  assert.ok(validate(issues), JSON.stringify(validate.errors));
  return issues as readonly Issue[];
}

describe('gitlab report', (it) => {
  it('has an issue for every finding, every undecided check and every host that was not reached', () => {
    assert.equal(
      issuesOf(sampleReport).map(({ check_name, severity, location }) => [
        check_name,
        severity,
        location.path,
      ]),
      [
        ['subuid-range', 'critical', 'alice@web1/etc/subuid'],
        ['userns-attempt', 'critical', 'alice@web1'],
        ['storage-driver', 'major', 'alice@web1'],
        ['short-names', 'info', 'alice@web1/etc/containers/registries.conf'],
        ['published-port', 'minor', 'alice@web1'],
        ['host-not-reached', 'blocker', 'web2'],
      ],
    );
  });

  for (const [name, report] of Object.entries(REPORTS)) {
    it(`is as documented, no two fingerprints alike: ${name}`, () => {
      const prints = issuesOf(report).map(({ fingerprint }) => fingerprint);
      assert.is(new Set(prints).size, prints.length);
    });
  }

  it('is as documented whatever a host says', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const issues = issuesOf(hostileReport(text));
        assert.is(issues.length, 9);
        assert.ok(issues.every(({ location }) => !location.path.split('/').includes('..')));
        assert.is(new Set(issues.map(({ fingerprint }) => fingerprint)).size, issues.length);
      }),
    );
  });
});
