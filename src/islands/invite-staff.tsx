import { useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { inviteStaff, type Outcome } from '../lib/class-requests.ts';
import { Problem } from './class-frame.tsx';
import { CopyButton } from './copy-button.tsx';

/** A link for somebody who is to help in the class, or to run it. It is shown once. */
export function InviteStaff({ classId }: { readonly classId: string }) {
  const [made, setMade] = useState<Outcome<{ readonly url: string }>>();
  const make = (role: 'assistant' | 'instructor') => void inviteStaff(classId, role).then(setMade);
  return (
    <>
      <p class="class-note">
        Assistants and further instructors come by a link that works once: they make an account with it, or use the one
        that they have. Assistants see the board and help; instructors run the class as you do.
      </p>
      <p class="class-actions">
        <button type="button" class="button" onClick={() => make('assistant')}>
          Link for an assistant
        </button>
        <button type="button" class="button" onClick={() => make('instructor')}>
          Link for an instructor
        </button>
      </p>
      <Problem message={made?.kind === 'refused' ? made.message : undefined} />
      {made?.kind === 'done' && (
        <p class="class-actions" role="status">
          <input
            class="field"
            type="text"
            readOnly
            value={made.value.url}
            aria-label="Link that works once"
            onFocus={(event) => event.currentTarget.select()}
          />
          <CopyButton text={made.value.url} what="the link" onSay={announce} />
        </p>
      )}
    </>
  );
}
