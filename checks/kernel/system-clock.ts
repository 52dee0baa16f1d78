import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** Builds and time zones may differ by that much, and no certificate is that young. */
const TOLERANCE = 24 * 3600;

/** `certificate has expired or is not yet valid: current time 2020-01-01T00:00:07Z is before …` */
export const systemClock = defineCheck({
  meta: {
    id: 'system-clock',
    area: 'kernel',
    title: 'The clock is not behind what is installed',
    failureTitle: 'The clock is wrong: installed programs come from the future',
    description:
      'Certificates are valid from one day to another. With a clock that is behind, those of registries are not valid yet, and nothing is pulled.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F143'],
    since: '0.1.0',
    references: [
      'https://pkg.go.dev/crypto/x509#CertificateInvalidError',
      'https://www.freedesktop.org/software/systemd/man/latest/timedatectl.html',
    ],
    messages: { behind: 'It is {{now}} by the clock, and {{path}} was built on {{built}}.' },
    commands: { behind: ['timedatectl', 'sudo timedatectl set-ntp true', 'date'] },
    fixes: [],
  },
  requires: ['clock'],
  evaluate({ clock }) {
    if (clock.state === 'absent') return notApplicable(clock.because);
    const { compared, later } = clock.value;
    if (!compared) return notApplicable('no program is here whose age is known');
    if (later === null || later.built - later.now <= TOLERANCE) return pass;
    const { path } = later;
    const [now, built] = [day(later.now), day(later.built)];
    return fail(
      'behind',
      { now, path, built },
      { kind: 'command', where: 'date', found: now, expected: `${built} or later` },
    );
  },
});

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
