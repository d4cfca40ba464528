import { useEffect } from 'preact/hooks';
import { pageState } from '../lib/page-state.ts';
import { recall } from '../lib/remembered.ts';
import { LoginBlock } from './login-block.tsx';
import { useRegistryLogin } from './use-registry-login.ts';
import { useStore } from './use-store.ts';

/** The learner's login inside a lesson's text, as soon as the server knows this browser. Prerendered with its places empty. */
export function RegistryLogin() {
  const { login, problem, read } = useRegistryLogin();
  const state = useStore(pageState, ({ status }) => status.state);
  const isOpen = login !== undefined || problem !== undefined;
  useEffect(() => {
    // A browser that was never here gets its cookie with its sandbox.
    if (!isOpen && recall('drydock.known') !== undefined) void read();
  }, [state, isOpen]);
  return (
    <>
      <LoginBlock login={login} note="Open the terminal: your login appears here then." />
      {problem !== undefined && (
        <p class="trouble" role="alert">
          {problem}{' '}
          <button type="button" class="quiet" onClick={() => void read()}>
            Try again
          </button>
        </p>
      )}
    </>
  );
}
