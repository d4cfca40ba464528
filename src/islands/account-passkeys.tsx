import { useEffect, useState } from 'preact/hooks';
import { problemOf, send } from '../lib/account.ts';
import { type AccountView, MAX_NAME_LENGTH } from '../shared/account-views.ts';
import { AccountForm, Field } from './account-form.tsx';
import { LazyAction } from './lazy-action.tsx';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' });

interface AccountPasskeysProps {
  readonly passkeys: AccountView['passkeys'];
  readonly onChanged: () => Promise<void>;
}

/** The devices that sign their person in without a password. */
export function AccountPasskeys({ passkeys, onChanged }: AccountPasskeysProps) {
  const [canAdd, setCanAdd] = useState<boolean>();
  useEffect(() => {
    void import('../lib/passkeys.ts').then(({ hasPasskeys }) => setCanAdd(hasPasskeys()));
  }, []);
  const add = async ({ name = '' }: Readonly<Record<string, string>>) => {
    const { addPasskey } = await import('../lib/passkeys.ts');
    const trouble = await addPasskey(name);
    if (trouble === undefined) await onChanged();
    return trouble;
  };
  return (
    <div>
      <p class="soft">
        A passkey signs you in with your device’s own lock: nothing to remember, nothing that others could guess.
      </p>
      {passkeys.length > 0 && (
        <ul class="account-rows">
          {passkeys.map((passkey) => (
            <li key={passkey.id}>
              <span>
                <strong>{passkey.name}</strong>
                <span class="soft">added on {day.format(new Date(passkey.createdAt))}</span>
              </span>
              <LazyAction
                class="quiet"
                label="Remove"
                act={async () => {
                  const trouble = await problemOf(send('/api/account/passkeys/remove', { id: passkey.id }));
                  if (trouble === undefined) await onChanged();
                  return trouble;
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {canAdd === false && (
        <p class="soft">This browser gives passkeys only to pages that came by HTTPS, or from this machine.</p>
      )}
      {canAdd && (
        <AccountForm
          label="Add a passkey"
          busyLabel="Waiting for your device…"
          isQuiet
          act={add}
          done="The passkey is added."
        >
          <Field
            name="name"
            label="Name of the passkey"
            autocomplete="off"
            maxLength={MAX_NAME_LENGTH}
            note="So that you know it again: “Laptop”, “Blue key”."
          />
        </AccountForm>
      )}
    </div>
  );
}
