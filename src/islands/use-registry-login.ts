import { useRef, useState } from 'preact/hooks';
import { readRegistryLogin } from '../lib/registry-login.ts';
import type { LearnerRegistry } from '../shared/registry-views.ts';

interface RegistryLogin {
  readonly login: LearnerRegistry | undefined;
  /** Why there is none, in words for the learner. */
  readonly problem: string | undefined;
  /** Asks the server, unless it is being asked. */
  readonly read: () => Promise<void>;
}

/** A learner's own login for the course registry, as the server says when it is asked. */
export function useRegistryLogin(): RegistryLogin {
  const [login, setLogin] = useState<LearnerRegistry>();
  const [problem, setProblem] = useState<string>();
  const isReading = useRef(false);
  const read = async () => {
    if (isReading.current) return;
    isReading.current = true;
    setProblem(undefined);
    const answer = await readRegistryLogin();
    isReading.current = false;
    if (answer.isOk) setLogin(answer.login);
    else setProblem(answer.message);
  };
  return { login, problem, read };
}
