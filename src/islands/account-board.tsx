import { useEffect, useState } from 'preact/hooks';
import { ask, connectProvider, problemOf, send } from '../lib/account.ts';
import { fetchMe } from '../lib/me.ts';
import {
  type AccountView,
  accountViewSchema,
  MAX_NAME_LENGTH,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  signInWaysSchema,
} from '../shared/account-views.ts';
import { AccountForm, Field, PasswordField } from './account-form.tsx';
import { AccountPasskeys } from './account-passkeys.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { LazyAction } from './lazy-action.tsx';

type State =
  | { readonly kind: 'looking' }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'read'; readonly account: AccountView; readonly provider: string | null };

async function look(): Promise<State> {
  const [account, ways] = await Promise.all([ask('/api/account'), ask('/api/sign-in')]);
  if (!account.isOk) {
    // The header may still name somebody who was signed out elsewhere.
    await fetchMe().catch(() => {});
    return account.status === 401 ? { kind: 'nobody' } : { kind: 'trouble', message: account.message };
  }
  const read = accountViewSchema.parse(await account.response.json());
  const provider = ways.isOk ? signInWaysSchema.parse(await ways.response.json()).provider : null;
  return { kind: 'read', account: read, provider };
}

const ROLES = { learner: 'Learner', instructor: 'Instructor', admin: 'Admin' } as const;

/** Whoever is signed in sees what is kept of their account, and changes it. */
export function AccountBoard() {
  const [state, setState] = useState<State>({ kind: 'looking' });
  const again = async () => setState(await look());
  useEffect(() => {
    // Signing in by the identity provider ends here.
    void fetchMe().catch(() => {});
    void again();
  }, []);

  switch (state.kind) {
    case 'looking':
      return <p role="status">Looking at your account…</p>;
    case 'nobody':
      return (
        <>
          <h1>Your account</h1>
          <p role="status">Nobody is signed in here.</p>
          <p class="form-foot">
            <a class="button button-strong" href="/sign-in/">
              Sign in
            </a>
          </p>
        </>
      );
    case 'trouble':
      return (
        <>
          <h1>Your account</h1>
          <p class="trouble" role="alert">
            {state.message}
          </p>
          <p>
            <button type="button" class="button" onClick={() => void again()}>
              Try again
            </button>
          </p>
        </>
      );
    case 'read':
      return <Account account={state.account} provider={state.provider} onChanged={again} />;
  }
}

interface AccountProps {
  readonly account: AccountView;
  readonly provider: string | null;
  readonly onChanged: () => Promise<void>;
}

function Account({ account, provider, onChanged }: AccountProps) {
  const rename = async ({ name = '' }: Readonly<Record<string, string>>) => {
    const trouble = await problemOf(send('/api/account/name', { name }));
    if (trouble !== undefined) return trouble;
    await fetchMe().catch(() => {});
    await onChanged();
    return undefined;
  };
  return (
    <>
      <header class="account-head">
        <div>
          <p class="kicker">{ROLES[account.role]}</p>
          <h1>{account.name}</h1>
          <p class="summary">{account.email}</p>
          <p class="account-ways">
            <a href="/classes/">Your classes</a> <a href="/records/">Your records</a>
          </p>
        </div>
        <SignOut />
      </header>
      <section>
        <h2>Name</h2>
        <AccountForm key={account.name} label="Save the name" isQuiet act={rename}>
          <Field
            name="name"
            label="As your class sees it"
            autocomplete="name"
            maxLength={MAX_NAME_LENGTH}
            value={account.name}
          />
        </AccountForm>
      </section>
      {account.hasPassword && (
        <section>
          <h2>Password</h2>
          <ChangePassword email={account.email} onChanged={onChanged} />
        </section>
      )}
      <section>
        <h2>Passkeys</h2>
        <AccountPasskeys passkeys={account.passkeys} onChanged={onChanged} />
      </section>
      {provider && (
        <section>
          <h2>{provider}</h2>
          <div>
            {account.provider ? (
              <p>This account is connected with {account.provider}. You can sign in there.</p>
            ) : (
              <>
                <p>Connect this account, and you can sign in with {provider} as well.</p>
                <p class="form-foot">
                  <LazyAction class="button" label={`Connect with ${provider}`} act={connectProvider} />
                </p>
              </>
            )}
          </div>
        </section>
      )}
      <section>
        <h2>Signed in</h2>
        <AccountSessions sessions={account.sessions} onChanged={onChanged} />
      </section>
    </>
  );
}

function SignOut() {
  const leave = async () => {
    const trouble = await problemOf(send('/api/sign-out'));
    if (trouble !== undefined) return trouble;
    await fetchMe().catch(() => {});
    location.assign('/');
    return undefined;
  };
  return (
    <div>
      <LazyAction class="button" label="Sign out" busyLabel="Signing out…" act={leave} />
    </div>
  );
}

function ChangePassword({ email, onChanged }: { readonly email: string; readonly onChanged: () => Promise<void> }) {
  const change = async ({ currentPassword, newPassword }: Readonly<Record<string, string>>) => {
    const trouble = await problemOf(send('/api/account/password', { currentPassword, newPassword }));
    if (trouble === undefined) await onChanged();
    return trouble;
  };
  return (
    <details class="more">
      <summary>Change the password</summary>
      <AccountForm
        label="Change it"
        busyLabel="Changing it…"
        act={change}
        done="The password is changed, and you are signed out everywhere else."
      >
        {/* So that password managers know whose it is. */}
        <input
          class="visually-hidden"
          type="email"
          autocomplete="username"
          value={email}
          readOnly
          tabIndex={-1}
          aria-label="E-mail"
        />
        <PasswordField
          name="currentPassword"
          label="Present password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
        />
        <PasswordField
          name="newPassword"
          label="New password"
          autocomplete="new-password"
          minLength={MIN_PASSWORD_LENGTH}
          maxLength={MAX_PASSWORD_LENGTH}
          note={`${MIN_PASSWORD_LENGTH} characters or more, of any kind.`}
        />
      </AccountForm>
    </details>
  );
}
