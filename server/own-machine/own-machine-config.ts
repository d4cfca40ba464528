import { homedir } from 'node:os';
import { type Config, ConfigError } from '../config.ts';

/** All of them lead to this machine alone. */
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** Throws a `ConfigError` for settings that would open a person's machine to others, or fill their home folder. */
export function requireOwnMachineConfig(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  if (!LOOPBACK.has(config.listen)) {
    throw new ConfigError(
      `With \`--engine own\` Drydock gives whoever opens it your shell, so it listens on this machine alone, and DRYDOCK_LISTEN is ${config.listen}. Unset DRYDOCK_LISTEN; for a class, start without \`--engine own\`.`,
    );
  }
  if (environment['DRYDOCK_PUBLIC_URL']) {
    throw new ConfigError(
      'With `--engine own` Drydock has an address of its own on this machine, and none for others. Unset DRYDOCK_PUBLIC_URL.',
    );
  }
  if (config.ownFolder === homedir() || config.ownFolder === '/') {
    throw new ConfigError(
      `DRYDOCK_OWN_FOLDER is ${config.ownFolder}. Exercises need a folder of their own, which nothing of yours is in: name another, or unset it for ~/drydock.`,
    );
  }
}
