import { useEffect, useState } from 'preact/hooks';
import { ask, leaveForProvider, linkToken, problemOf, send } from '../lib/account.ts';
import { fetchMe } from '../lib/me.ts';
import { type Invitation, invitationSchema, signInWaysSchema } from '../shared/account-views.ts';
import type { LearnerMe, Role } from '../shared/views.ts';
import { LazyAction } from './lazy-action.tsx';
import { NewAccountForm } from './sign-in-board.tsx';

/** Outlives the way to the identity provider and back, in this tab alone. */
const KEPT = 'drydock.invite';

const TITLES: Readonly<Record<Role, string>> = {
  learner: 'Make your account',
  instructor: 'Become an instructor',
  admin: 'Become the admin',
};

const RIGHTS: Readonly<Record<Role, string>> = {
  learner: 'With an account your work is yours in every browser that you sign in with.',
  instructor: 'Instructors see how the host stands, and make classes. They sign in with an account.',
  admin: 'An admin may do everything here, and makes the links for all others. Admins sign in with an account.',
};

function describe({ role, inClass }: Invitation): { readonly title: string; readonly rights: string } {
  if (!inClass) return { title: TITLES[role], rights: RIGHTS[role] };
  if (inClass.role === 'assistant') {
    const rights = 'Assistants see how far each learner is, and help them. They sign in with an account.';
    return { title: `Help in “${inClass.name}”`, rights };
  }
  const rights = 'Instructors of a class run it: who is in it, its days, its grades. They sign in with an account.';
  return { title: `Teach “${inClass.name}”`, rights };
}

type State =
  | { readonly kind: 'looking' }
  | { readonly kind: 'invalid'; readonly message: string; readonly canRetry: boolean }
  | {
      readonly kind: 'open';
      readonly token: string;
      readonly invitation: Invitation;
      readonly me: LearnerMe;
      readonly provider: string | null;
    }
  | { readonly kind: 'done'; readonly role: Role; readonly inClass: Invitation['inClass'] };

async function look(): Promise<State> {
  const token = linkToken() || sessionStorage.getItem(KEPT) || '';
  if (token === '') {
    const message =
      'This address has no invitation in it. Open the whole link that you were given, up to its last character.';
    return { kind: 'invalid', message, canRetry: false };
  }
  sessionStorage.setItem(KEPT, token);
  const [invite, ways, me] = await Promise.all([
    send('/api/invite', { token }),
    ask('/api/sign-in'),
    fetchMe().catch(() => undefined),
  ]);
  if (!invite.isOk) {
    if (invite.status === 410) sessionStorage.removeItem(KEPT);
    return { kind: 'invalid', message: invite.message, canRetry: invite.status !== 410 };
  }
  if (!ways.isOk || !me) {
    return { kind: 'invalid', message: ways.isOk ? 'The server could not be reached.' : ways.message, canRetry: true };
  }
  const invitation = invitationSchema.parse(await invite.response.json());
  const { provider } = signInWaysSchema.parse(await ways.response.json());
  return { kind: 'open', token, invitation, me, provider };
}

/** Where the link of an invitation ends: an account is made, or the one that is signed in becomes more. */
export function InviteBoard() {
  const [state, setState] = useState<State>({ kind: 'looking' });
  const again = () => void look().then(setState);
  useEffect(() => {
    again();
    // The link may be opened in a tab that shows this page already.
    addEventListener('hashchange', again);
    return () => removeEventListener('hashchange', again);
  }, []);

  const finish = async ({ inClass }: Invitation) => {
    sessionStorage.removeItem(KEPT);
    // A used token is no secret, but it need not stay in the history.
    history.replaceState(null, '', location.pathname);
    const { role } = await fetchMe();
    setState({ kind: 'done', role, inClass });
  };

  switch (state.kind) {
    case 'looking':
      return (
        <>
          <h1>Your invitation</h1>
          <p role="status">Looking at your invitation…</p>
        </>
      );
    case 'invalid':
      return (
        <>
          <h1>Your invitation</h1>
          <p class="trouble" role="alert">
            {state.message}
          </p>
          {state.canRetry && (
            <p>
              <button type="button" class="button" onClick={again}>
                Try again
              </button>
            </p>
          )}
        </>
      );
    case 'done':
      return (
        <div role="status">
          <h1>Done</h1>
          <p class="summary">
            {state.inClass
              ? `You ${state.inClass.role === 'assistant' ? 'help in' : 'teach'} “${state.inClass.name}”.`
              : state.role === 'learner'
                ? 'You have an account.'
                : `You are ${state.role === 'admin' ? 'an admin' : 'an instructor'}.`}{' '}
            The link will not work again.
          </p>
          <p class="form-foot">
            {state.inClass && (
              <a class="button button-strong" href="/classes/">
                Your classes
              </a>
            )}
            {state.role !== 'learner' && !state.inClass && (
              <a class="button button-strong" href="/instructor/">
                Open the instructor’s page
              </a>
            )}
            <a class="button" href="/account/">
              Your account
            </a>
            <a class="button" href="/">
              The lessons
            </a>
          </p>
        </div>
      );
    case 'open':
      return <Open state={state} onDone={() => finish(state.invitation)} />;
  }
}

interface OpenProps {
  readonly state: Extract<State, { kind: 'open' }>;
  readonly onDone: () => Promise<void>;
}

function Open({ state, onDone }: OpenProps) {
  const { token, invitation, me, provider } = state;
  const { title, rights } = describe(invitation);
  const use = async () => {
    const trouble = await problemOf(send('/api/invite/redeem', { token }));
    if (trouble === undefined) await onDone();
    return trouble;
  };
  return (
    <>
      <header>
        <p class="kicker">Invitation</p>
        <h1>{title}</h1>
        <p class="summary">{rights}</p>
      </header>
      {me.account ? (
        <>
          <p>
            You are signed in as <strong>{me.account.name}</strong> ({me.account.email}).
          </p>
          <p class="form-foot">
            <LazyAction class="button button-strong" label="Use it for this account" busyLabel="Using it…" act={use} />
          </p>
        </>
      ) : (
        <>
          <NewAccountForm invite={token} onDone={onDone} />
          <div class="other-ways">
            {provider && (
              <LazyAction class="button" label={`Continue with ${provider}`} act={() => leaveForProvider('/invite/')} />
            )}
            <p class="soft">
              What you have done in this browser comes with you. Who has an account already{' '}
              <a href="/sign-in/">signs in</a> first, then opens the link again.
            </p>
          </div>
        </>
      )}
    </>
  );
}
