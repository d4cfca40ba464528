import { useState } from 'preact/hooks';
import { type Outcome, resetPassword } from '../lib/class-requests.ts';
import { MAX_EMAIL_LENGTH } from '../shared/account-views.ts';
import { Field, Problem } from './class-frame.tsx';
import { OneTimeLink } from './one-time-links.tsx';

/** For admins: a link with which somebody sets a new password. */
export function ResetPassword() {
  const [email, setEmail] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<Outcome<{ readonly url: string }>>();
  const make = async () => {
    if (isBusy) return;
    setBusy(true);
    setMade(await resetPassword(email));
    setBusy(false);
  };
  return (
    <section class="class-section" aria-labelledby="reset-password">
      <h2 id="reset-password">A forgotten password</h2>
      <p class="class-note">
        The link sets a new one. It works once, for a day, and signs the account out everywhere. Give it to nobody but
        the person themselves: no mail is sent from here.
      </p>
      <form
        class="class-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label="Their e-mail address">
          <input
            type="email"
            required
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            maxLength={MAX_EMAIL_LENGTH}
            readOnly={isBusy}
            value={email}
            onInput={({ currentTarget }) => {
              setEmail(currentTarget.value);
              // A link that is shown beside another address would be taken for its.
              setMade(undefined);
            }}
          />
        </Field>
        <button type="submit" class="button" aria-busy={isBusy}>
          Link for a new password
        </button>
      </form>
      <Problem message={made?.kind === 'refused' ? made.message : undefined} />
      {made?.kind === 'done' && <OneTimeLink url={made.value.url} />}
    </section>
  );
}
