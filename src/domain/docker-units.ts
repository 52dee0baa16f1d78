import type { ApiSockets } from '../facts/api-sockets.ts';
import type { FactState } from '../model/fact.ts';
import type { Units } from '../parse/unit-properties.ts';

/** Units of Docker, of which only is asked whether they run. */
export const DOCKER_UNITS = ['docker.socket', 'docker.service'] as const;

/** The unit of Docker that answers at /var/run/docker.sock; `undefined` where Podman does, or nobody is known to. */
export function answeringDocker(
  sockets: ApiSockets | undefined,
  units: FactState<Units>,
): string | undefined {
  if (sockets === undefined || sockets.dockerIsPodman || units.state !== 'known') return undefined;
  return DOCKER_UNITS.find((name) => {
    const unit = units.value.get(name);
    // The name may be an alias of podman.socket.
    return unit?.active === 'active' && unit.id === name;
  });
}
