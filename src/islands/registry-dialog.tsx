import { render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import '../styles/ask-first.css';
import { LoginBlock } from './login-block.tsx';
import { useRegistryLogin } from './use-registry-login.ts';

/** Shows the learner's login for the course registry until they close it. */
export function showRegistryLogin(): void {
  const place = document.createElement('div');
  document.body.append(place);
  const end = () => {
    render(null, place);
    place.remove();
  };
  render(<RegistryDialog onClose={end} />, place);
}

function RegistryDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { login, problem, read } = useRegistryLogin();
  const empty = async (account: string) => {
    const { askToEmptyRegistry } = await import('./ask-first.tsx');
    dialog.current?.close();
    askToEmptyRegistry(account);
  };
  useLayoutEffect(() => {
    dialog.current?.showModal();
    void read();
  }, []);
  return (
    <dialog class="ask login-dialog" ref={dialog} aria-labelledby="registry-title" onClose={onClose}>
      <h2 id="registry-title" tabIndex={-1} autofocus>
        Course registry
      </h2>
      <p class="login-purpose">A place for the images that you build: this course’s own Docker Hub.</p>
      <LoginBlock login={login} note={problem === undefined ? 'Asking for your login…' : 'Not known.'} />
      {problem !== undefined && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      <div class="ask-foot">
        {login?.use && login.use.usedBytes > 0 && (
          <button type="button" class="button" onClick={() => void empty(login.account)}>
            Empty it…
          </button>
        )}
        {problem !== undefined && (
          <button type="button" class="button" onClick={() => void read()}>
            Try again
          </button>
        )}
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
