import { useEffect, useState } from 'preact/hooks';
import { linkToken, problemOf, send } from '../lib/account.ts';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../shared/account-views.ts';
import { AccountForm, PasswordField } from './account-form.tsx';

/** Where a reset's link ends. */
export function NewPasswordBoard() {
  const [token, setToken] = useState<string>();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    const look = () => setToken(linkToken());
    look();
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);

  const set = async ({ newPassword = '' }: Readonly<Record<string, string>>) => {
    const trouble = await problemOf(send('/api/password-reset', { token, newPassword }));
    if (trouble !== undefined) return trouble;
    history.replaceState(null, '', location.pathname);
    setDone(true);
    return undefined;
  };

  if (isDone) {
    return (
      <div role="status">
        <p>The password is set, and the account is signed out everywhere else.</p>
        <p class="form-foot">
          <a class="button button-strong" href="/sign-in/">
            Sign in
          </a>
        </p>
      </div>
    );
  }
  if (token === '') {
    return (
      <p class="trouble" role="alert">
        This address has no link in it. Open the whole link that you were given, up to its last character.
      </p>
    );
  }
  return (
    <AccountForm label="Set the password" busyLabel="Setting it…" act={set}>
      <PasswordField
        name="newPassword"
        label="New password"
        autocomplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        maxLength={MAX_PASSWORD_LENGTH}
        note={`${MIN_PASSWORD_LENGTH} characters or more, of any kind.`}
      />
    </AccountForm>
  );
}
