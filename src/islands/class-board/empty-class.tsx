import { announce } from '../../lib/announce.ts';
import type { StaffClass } from '../../shared/class-views.ts';
import { CopyButton } from '../copy-button.tsx';

/** What to do with a class that nobody has joined yet. */
export function EmptyClass({ about }: { readonly about: StaffClass | undefined }) {
  const code = about && `${about.code.slice(0, 4)}-${about.code.slice(4)}`;
  const link = about && `${location.origin}/join/#${about.code}`;
  return (
    <div class="board-message">
      <h1>{about?.name ?? 'Class'}</h1>
      <p role="status">Nobody has joined yet. This page shows everybody who does, within a second.</p>
      {code && link && (
        <dl class="invitation">
          <div>
            <dt>Write this on the board</dt>
            <dd class="code">{code}</dd>
          </div>
          <div>
            <dt>Or send this link</dt>
            <dd>
              <a href={link}>{link}</a> <CopyButton text={link} what="the link" onSay={announce} />
            </dd>
          </div>
        </dl>
      )}
      <p>Learners need no account: they open the link or type the code, and say what they are called.</p>
    </div>
  );
}
