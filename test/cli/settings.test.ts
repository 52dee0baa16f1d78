import * as assert from 'uvu/assert';
import { formatNeeds, needsOf, parseNeeds } from '../../src/cli/needs.ts';
import { ENDINGS, parseOutput } from '../../src/cli/outputs.ts';
import { REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { formatTarget } from '../../src/cli/target.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

describe('settings', (it) => {
  it('have defaults', () => {
    const settings = readSettings({});
    assert.is(settings.timeout, 60);
    assert.is(settings.deep, false);
    assert.is(readSettings({ deep: true }).timeout, 240);
    assert.is(readSettings({ deep: true, timeout: '90' }).timeout, 90);
    assert.is(settings.sudo, 'auto');
    assert.is(settings.format, 'text');
    assert.is(settings.yes, null);
    assert.equal(settings.exit, {
      failOn: 'error',
      warnExit: false,
      strict: false,
      detailedExitcode: false,
    });
  });

  it('take an upgrade from the target', () => {
    const { needs } = readSettings({ need: ['api'], target: 'podman@6.1' });
    assert.equal([...needs.names], ['api', 'upgrade']);
    assert.equal(needs.target, { program: 'podman', version: '6.1' });
    assert.equal(formatNeeds(needs), ['api']);
    assert.equal(formatTarget(needs), ['podman@6.1']);
    assert.equal(formatTarget(readSettings({}).needs), []);
  });

  it('take names by repetition and by commas', () => {
    assert.equal(readSettings({ only: ['kernel, subid', 'cgroup'] }).only, [
      'kernel',
      'subid',
      'cgroup',
    ]);
  });

  const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['an empty selection, which would select everything', { only: [''] }, /--only is empty/u],
    ['a trailing comma', { skip: ['kernel,'] }, /--skip is empty/u],
    ['an option where a user is expected', { user: '--yes' }, /--user.*'--yes'/u],
    ['a user with a shell in it', { user: '$(id)' }, /--user/u],
    ['an empty file name', { sshConfig: '' }, /--ssh-config is empty/u],
    ['a timeout that is no number', { timeout: '1m' }, /--timeout.*'1m'/u],
    ['a timeout that nothing can meet', { timeout: '1' }, /from 5 to 3600/u],
    ['no concurrency', { concurrency: '0' }, /--concurrency/u],
    ['a target without a version', { target: 'podman' }, /--target podman: expected podman@MAJOR/u],
    ['a target that is no Podman', { target: 'docker@28' }, /expected podman@MAJOR/u],
    ['a target of the future', { target: 'podman@7' }, /MAJOR from 3 to 6/u],
    ['a target that is too exact', { target: 'podman@6.0.1' }, /podman@MAJOR\.MINOR/u],
    ['an upgrade without a target', { need: ['upgrade'] }, /--need upgrade: ask with --target/u],
    ['two reports in one file', { output: ['a.md', 'x.html', 'csv:./a.md'] }, /a\.md: .* twice/u],
    ['a choice that is none', { failOn: 'eror' }, /--fail-on: expected error, warning, info/u],
  ];
  for (const [what, raw, message] of refused) {
    it(`refuse ${what}`, () => {
      assert.throws(
        () => readSettings(raw),
        (error: unknown) => error instanceof UsageError && message.test(error.message),
      );
    });
  }
});

describe('needs', (it) => {
  it('are names, and ports to publish', () => {
    const needs = parseNeeds(['api', 'publish:8080', 'publish:80', 'publish:8080']);
    assert.equal([...needs.names], ['api', 'publish']);
    assert.equal(needs.ports, [80, 8080]);
    assert.equal(formatNeeds(needs), ['api', 'publish:80', 'publish:8080']);
    assert.equal(needsOf(['api', 'publish:80', 'publish:8080']), needs);
  });

  for (const [value, message] of [
    ['remot', /did you mean 'remote'/u],
    ['xyzzy', /expected one of run, api/u],
    ['publish', /publish:PORT/u],
    ['publish:0', /publish:PORT/u],
    ['publish:70000', /publish:PORT/u],
    ['publish:80/tcp', /publish:PORT/u],
    ['run:80', /run takes no port/u],
  ] as const) {
    it(`refuse ${value}`, () => {
      assert.throws(() => parseNeeds([value]), message);
    });
  }
});

describe('outputs', (it) => {
  for (const [value, format, file] of [
    ['report.json', 'json', 'report.json'],
    ['out/report.xml', 'junit', 'out/report.xml'],
    ['report.txt', 'text', 'report.txt'],
    ['json:report.xml', 'json', 'report.xml'],
    ['text:report', 'text', 'report'],
    ['a:b.json', 'json', 'a:b.json'],
    ['web1.ndjson', 'ndjson', 'web1.ndjson'],
    ['podready.prom', 'prometheus', 'podready.prom'],
    ['gitlab:gl-code-quality-report.json', 'gitlab', 'gl-code-quality-report.json'],
    ['markdown:/dev/stdout', 'markdown', '/dev/stdout'],
  ] as const) {
    it(value, () => assert.equal(parseOutput(value, { plans: false }), { format, file }));
  }

  for (const [value, format, file] of [
    ['plan.json', 'plan', 'plan.json'],
    ['plan:web1.plan', 'plan', 'web1.plan'],
    ['json:report.json', 'json', 'report.json'],
    ['report.xml', 'junit', 'report.xml'],
  ] as const) {
    it(`${value} of plan`, () => {
      assert.equal(parseOutput(value, { plans: true }), { format, file });
      assert.equal(readSettings({ output: [value] }, 'plan').outputs, [{ format, file }]);
    });
  }

  it('have endings for formats that are there', () => {
    for (const ending of ENDINGS) {
      const { format } = parseOutput(`report${ending}`, { plans: false });
      assert.ok(REPORT_FORMATS.some((one) => one === format));
    }
  });

  it('are plans for the command plan alone', () => {
    assert.is(readSettings({ output: ['x.json'] }, 'fix').outputs[0]?.format, 'json');
    assert.throws(() => readSettings({ output: ['plan:x'] }, 'fix'), /--output plan:x/u);
    assert.throws(() => parseOutput('x', { plans: true }), /plan:, csv:, .*, text: before it/u);
  });

  for (const value of ['report', 'report.pdf', 'pdf:report', '.hidden', 'json:']) {
    it(`refuse ${value}`, () => {
      assert.throws(() => parseOutput(value, { plans: false }), /--output/u);
    });
  }
});
