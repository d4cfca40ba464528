import { useEffect, useState } from 'preact/hooks';
import { ask, cameFrom, leaveForProvider, makeAccount, signIn } from '../lib/account.ts';
import { fetchMe } from '../lib/me.ts';
import {
  MAX_EMAIL_LENGTH,
  MAX_NAME_LENGTH,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  type SignInWays,
  signInWaysSchema,
} from '../shared/account-views.ts';
import { AccountForm, Field, PasswordField } from './account-form.tsx';
import { LazyAction } from './lazy-action.tsx';
import { useHydrated } from './use-hydrated.ts';

/** What an identity provider's answer says, where it led to nobody. */
function providerProblem(error: string, provider: string): string {
  switch (error) {
    case 'account_not_linked':
      return `There is an account with your e-mail address already. Sign in as before, then connect it with ${provider} on your account’s page.`;
    case 'access_denied':
      return `You were not signed in at ${provider}. Try again when you want to.`;
    case 'provider_away':
      return `${provider} could not be asked. Try again in a moment; if it stays so, tell whoever runs this Drydock.`;
    default:
      return `Signing in with ${provider} did not work (${error.slice(0, 60)}). Try again; if it stays so, tell whoever runs this Drydock.`;
  }
}

/** Signing in, by whatever this Drydock and this browser offer. */
export function SignInBoard() {
  const [ways, setWays] = useState<SignInWays>();
  const [hasPasskeys, setHasPasskeys] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [to, setTo] = useState('/');
  const isHydrated = useHydrated();

  const goOn = async () => {
    await fetchMe();
    location.assign(to);
  };

  useEffect(() => {
    setTo(cameFrom());
    const error = new URLSearchParams(location.search).get('error');
    void ask('/api/sign-in').then(async (answer) => {
      if (!answer.isOk) return setProblem(answer.message);
      const read = signInWaysSchema.parse(await answer.response.json());
      setWays(read);
      if (error) setProblem(providerProblem(error, read.provider ?? 'the identity provider'));
    });
    if (error) history.replaceState(null, '', location.pathname);
    void import('../lib/passkeys.ts').then(async (passkeys) => {
      setHasPasskeys(passkeys.hasPasskeys());
      if (!(await passkeys.offersAutofill())) return;
      // Ends with a problem where another way was taken meanwhile, which is none.
      const trouble = await passkeys.signInWithPasskey({ asAutofill: true });
      if (trouble === undefined) {
        await fetchMe();
        location.assign(cameFrom());
      }
    });
  }, []);

  const withPassword = async ({ email = '', password = '' }: Readonly<Record<string, string>>) => {
    const trouble = await signIn(email, password);
    if (trouble === undefined) await goOn();
    return trouble;
  };
  const withPasskey = async () => {
    const { signInWithPasskey } = await import('../lib/passkeys.ts');
    const trouble = await signInWithPasskey();
    if (trouble === undefined) await goOn();
    return trouble;
  };

  return (
    <>
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
      <AccountForm label="Sign in" busyLabel="Signing in…" act={withPassword}>
        <Field name="email" label="E-mail" type="email" autocomplete="username webauthn" maxLength={MAX_EMAIL_LENGTH} />
        <PasswordField
          name="password"
          label="Password"
          autocomplete="current-password"
          maxLength={MAX_PASSWORD_LENGTH}
        />
      </AccountForm>
      <div class="other-ways">
        {hasPasskeys && (
          <LazyAction class="button" label="Use a passkey" busyLabel="Waiting for your device…" act={withPasskey} />
        )}
        {ways?.provider && (
          <LazyAction
            class="button"
            label={`Continue with ${ways.provider}`}
            act={() => leaveForProvider(new URL(to, location.origin).pathname)}
          />
        )}
      </div>
      {isHydrated && ways?.isOpen && <NewAccount onDone={goOn} />}
      <p class="soft">
        You can learn without an account: what you do is kept for this browser. Who forgot a password asks an admin of
        this Drydock for a link that sets a new one; no mail is sent from here.
      </p>
    </>
  );
}

function NewAccount({ onDone }: { readonly onDone: () => Promise<void> }) {
  // A second form of the same fields would be filled in by password managers, too.
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="more" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Make an account</summary>
      <p class="soft">What you have done in this browser comes with you.</p>
      {isOpen && <NewAccountForm onDone={onDone} />}
    </details>
  );
}

/** `invite` is the token of an invitation, where there is one. */
export function NewAccountForm(props: { readonly invite?: string; readonly onDone: () => Promise<void> }) {
  const { invite, onDone } = props;
  const [hasPasskeys, setHasPasskeys] = useState(false);
  useEffect(() => {
    void import('../lib/passkeys.ts').then((passkeys) => setHasPasskeys(passkeys.hasPasskeys()));
  }, []);
  const makeWithPasskey = async ({ name = '', email = '' }: Readonly<Record<string, string>>) => {
    const { makePasskeyAccount } = await import('../lib/passkeys.ts');
    const trouble = await makePasskeyAccount({ name, email, ...(invite === undefined ? {} : { invite }) });
    if (trouble === undefined) await onDone();
    return trouble;
  };
  const make = async ({ name = '', email = '', password = '' }: Readonly<Record<string, string>>) => {
    const trouble = await makeAccount({ name, email, password, ...(invite === undefined ? {} : { invite }) });
    if (trouble === undefined) await onDone();
    return trouble;
  };
  return (
    <AccountForm
      label="Make the account"
      busyLabel="Making it…"
      act={make}
      other={
        hasPasskeys
          ? { label: 'With a passkey, not a password', busyLabel: 'Waiting for your device…', act: makeWithPasskey }
          : undefined
      }
    >
      <Field
        name="name"
        label="Name"
        autocomplete="name"
        maxLength={MAX_NAME_LENGTH}
        note="As your class will see it."
      />
      <Field
        name="email"
        label="E-mail"
        type="email"
        autocomplete="username"
        maxLength={MAX_EMAIL_LENGTH}
        note="To sign in with. Nothing is sent to it."
      />
      <PasswordField
        name="password"
        label="Password"
        autocomplete="new-password"
        minLength={MIN_PASSWORD_LENGTH}
        maxLength={MAX_PASSWORD_LENGTH}
        note={`${MIN_PASSWORD_LENGTH} characters or more, of any kind. Four words that don’t belong together are easy to remember.`}
      />
    </AccountForm>
  );
}
