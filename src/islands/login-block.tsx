import { Fragment } from 'preact';
import { useId, useState } from 'preact/hooks';
import { describeUse, loginCommand } from '../lib/registry-login.ts';
import type { LearnerRegistry } from '../shared/registry-views.ts';
import '../styles/registry-login.css';
import { CopyButton } from './copy-button.tsx';

/** As long as a password is. */
const DOTS = '•'.repeat(20);

interface LoginBlockProps {
  /** `undefined` until it is known: everything has its place already. */
  readonly login: LearnerRegistry | undefined;
  /** What to say in the place of the use, as long as there is no login. */
  readonly note: string;
}

/** How a learner logs in to the course registry, and how much room they have there. */
export function LoginBlock({ login, note }: LoginBlockProps) {
  const useTitle = useId();
  const [isShown, setShown] = useState(false);
  const [said, say] = useState('');
  const toggle = () => {
    setShown(!isShown);
    say(isShown ? 'The password is hidden.' : 'The password is shown.');
  };
  const command = login && loginCommand(login);
  return (
    <div class="login">
      <dl class="login-rows">
        <div>
          <dt>Address</dt>
          <dd>
            <code>{login?.address}</code>
          </dd>
        </div>
        <div>
          <dt>Account</dt>
          <dd>
            <code>{login?.account}</code>
          </dd>
        </div>
        <div>
          <dt>Password</dt>
          <dd>
            <code class="login-password">{login && <Password text={login.password} isShown={isShown} />}</code>
            <span class="login-buttons">
              <button
                type="button"
                class="button button-small login-button"
                aria-label={isShown ? 'Hide the password' : 'Show the password'}
                disabled={!login}
                onClick={toggle}
              >
                {isShown ? 'Hide' : 'Show'}
              </button>
              <CopyButton text={login?.password} what="the password" onSay={say} />
            </span>
          </dd>
        </div>
        <div class="login-command">
          <dt>In your terminal</dt>
          <dd>
            <code>{command && <WholeWords text={command} />}</code>
            <CopyButton text={command} what="the command" onSay={say} />
          </dd>
        </div>
        <div>
          <dt id={useTitle}>Room</dt>
          <dd class="login-use">
            <UseMeter use={login?.use ?? null} labelledBy={useTitle} />
            <span>{login ? describeRoom(login.use) : note}</span>
          </dd>
        </div>
      </dl>
      <p class="login-hint">
        Docker asks for the password. Paste it there: nothing shows while you do. What you push below your account’s
        name, everybody in this course can pull.
      </p>
      <p class="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

function Password({ text, isShown }: { readonly text: string; readonly isShown: boolean }) {
  if (isShown) return <>{text}</>;
  return (
    <>
      <span aria-hidden="true">{DOTS}</span>
      <span class="visually-hidden">hidden</span>
    </>
  );
}

/** An account's name must not be broken at its hyphen, as if that were none of it. */
function WholeWords({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(' ').map((word, index) => (
        <Fragment key={word}>
          {index > 0 && ' '}
          <span class="login-word">{word}</span>
        </Fragment>
      ))}
    </>
  );
}

interface UseMeterProps {
  readonly use: LearnerRegistry['use'];
  /** The id of what it shows. */
  readonly labelledBy: string;
}

/** An empty place where the use isn't known. */
function UseMeter({ use, labelledBy }: UseMeterProps) {
  if (!use) return <div class="login-meter" data-known="false" />;
  const { usedBytes, quotaBytes } = use;
  return (
    <div
      class="login-meter"
      role="meter"
      aria-labelledby={labelledBy}
      aria-valuemin={0}
      aria-valuemax={quotaBytes}
      aria-valuenow={Math.min(usedBytes, quotaBytes)}
      aria-valuetext={describeUse(use)}
    >
      <span style={{ width: `${Math.min(100, (100 * usedBytes) / quotaBytes)}%` }} />
    </div>
  );
}

function describeRoom(use: LearnerRegistry['use']): string {
  return use ? describeUse(use) : 'How much is used isn’t known at the moment.';
}
