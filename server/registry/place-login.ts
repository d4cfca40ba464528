import type { RegistryLogin } from '../domain/registry-account.ts';
import type { ReadySandbox } from '../sandbox/port.ts';

/** The password comes by the standard input, for everybody in the sandbox sees what a command is called with. */
const PLACE = `
umask 077
mkdir -p .registry && cd .registry && printf '%s\\n' "$1" > account && cat > password
`;

/**
 * Puts the learner's login into their sandbox, as `~/.registry/account` and `~/.registry/password`, so that commands which are the same for everybody can log in
 * and name what they push. Only the learner's own shells read the two; a container does where they mount them.
 */
export async function placeRegistryLogin(
  sandbox: Pick<ReadySandbox, 'exec'>,
  { account, password }: RegistryLogin,
  signal: AbortSignal,
): Promise<void> {
  const stdin = Buffer.from(`${password}\n`);
  const { exitCode, stderr } = await sandbox.exec(['sh', '-c', PLACE, 'place-login', account], { signal, stdin });
  if (exitCode !== 0)
    throw new Error(`The registry's login could not be put into ~/.registry: ${stderr.toString().trim()}`);
}
