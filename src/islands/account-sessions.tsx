import { problemOf, send } from '../lib/account.ts';
import { fetchMe } from '../lib/me.ts';
import type { AccountView } from '../shared/account-views.ts';
import { LazyAction } from './lazy-action.tsx';

/** An hour later than said, at most. */
const hour = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' });

interface AccountSessionsProps {
  readonly sessions: AccountView['sessions'];
  readonly onChanged: () => Promise<void>;
}

/** Where the account is signed in, and an end to it. */
export function AccountSessions({ sessions, onChanged }: AccountSessionsProps) {
  const end = async (id: string) => {
    const trouble = await problemOf(send('/api/account/sessions/end', { id }));
    if (trouble === undefined) await onChanged();
    return trouble;
  };
  const endAll = async () => {
    const trouble = await problemOf(send('/api/account/sign-out-everywhere'));
    if (trouble !== undefined) return trouble;
    await fetchMe().catch(() => {});
    location.assign('/sign-in/');
    return undefined;
  };
  return (
    <div>
      <ul class="account-rows">
        {sessions.map((session) => (
          <li key={session.id}>
            <span>
              <strong>{session.device}</strong>
              <span class="soft">
                {session.isCurrent ? 'this browser' : `last used on ${hour.format(new Date(session.lastUsedAt))}`}
              </span>
            </span>
            {!session.isCurrent && <LazyAction class="quiet" label="Sign out" act={() => end(session.id)} />}
          </li>
        ))}
      </ul>
      <p class="form-foot">
        <LazyAction class="button" label="Sign out everywhere" busyLabel="Signing out…" act={endAll} />
      </p>
    </div>
  );
}
