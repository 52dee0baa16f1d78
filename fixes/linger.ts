import { lingerStep } from '../src/domain/linger-step.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** Also starts the user's manager where linger is on and no manager runs. */
export const linger = defineFix({
  meta: {
    id: 'linger',
    title: 'Let the user linger',
    description:
      "Enables linger, so that the user's manager, runtime directory and socket are there from boot on and stay after the last logout.",
    effect: 'safe',
    after: ['helper-packages'],
    since: '0.1.0',
    references: ['https://www.freedesktop.org/software/systemd/man/latest/loginctl.html'],
  },
  requires: ['init', 'user', 'linger'],
  consults: ['userUnits', 'systemUnits'],
  plan({ init, user, linger: lingers, userUnits, systemUnits }) {
    if (user.state === 'absent') return blocked(user.because);
    if (init.state === 'absent' || !init.value.systemd || lingers.state === 'absent') {
      return blocked('systemd is not the init of this host, so there is no linger');
    }
    if (user.value.uid === 0)
      return noop('root needs no linger: its units are those of the system');
    if (lingers.value.enabled && userUnits.state !== 'absent') {
      return noop(`${user.value.name} lingers, and the user manager runs`);
    }
    const manager =
      systemUnits.state === 'known' ? systemUnits.value.get('user@.service') : undefined;
    if (manager?.load === 'masked') {
      return manual(
        `${manager.id} is masked: somebody forbade it`,
        `sudo systemctl unmask ${manager.id}`,
      );
    }
    return change([lingerStep(user.value)]);
  },
});
