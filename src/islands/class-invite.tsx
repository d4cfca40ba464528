import { useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { drawNewCode } from '../lib/class-requests.ts';
import { codeWords } from '../lib/class-words.ts';
import { printOnly } from '../lib/print-only.ts';
import type { StaffClass } from '../shared/class-views.ts';
import { askWhether } from './ask-whether.tsx';
import { Problem } from './class-frame.tsx';
import { CopyButton } from './copy-button.tsx';
import { QrCode } from './qr-code.tsx';
import { showDialog } from './show-dialog.tsx';
import { WallSheet } from './wall-sheet.tsx';

interface ClassInviteProps {
  readonly shown: StaffClass;
  readonly onChanged: (shown: StaffClass) => void;
}

/** How learners come in: the code to say, the link to send, the square to point a phone at. */
export function ClassInvite({ shown, onChanged }: ClassInviteProps) {
  const [problem, setProblem] = useState<string>();
  const { id, name, code, joinUrl, phase, role } = shown;
  const isOpen = phase === 'planned' || phase === 'on';
  const renew = async () => {
    const isMeant = await askWhether({
      title: 'A new code for the class?',
      why: `The old one, ${codeWords(code)}, and its link stop working at once, also where they were printed. Who has joined stays in the class.`,
      confirmLabel: 'Make a new code',
    });
    if (!isMeant) return;
    const outcome = await drawNewCode(id);
    if (outcome.kind === 'refused') return setProblem(outcome.message);
    setProblem(undefined);
    announce(`The code is ${codeWords(outcome.value.code)} now.`);
    onChanged(outcome.value);
  };
  return (
    <section class="class-section" aria-labelledby="invite-title">
      <h2 id="invite-title">Invite</h2>
      {!isOpen && (
        <p class="class-advice">
          {phase === 'over'
            ? 'The class is over, so its code lets nobody in. A later last day opens it again.'
            : 'The class is archived, so its code lets nobody in.'}
        </p>
      )}
      <div class="invite-sheet" data-print="invite">
        <div class="invite-words">
          <p class="invite-class">{name}</p>
          <p class="class-label">Code</p>
          <p class="invite-code">{codeWords(code)}</p>
          <p class="class-note">
            At <strong>{new URL('/join/', joinUrl).href.replace(/^https?:\/\//, '')}</strong>, or by the link:
          </p>
          <p class="invite-link">
            <a href={joinUrl}>{joinUrl}</a> <CopyButton text={joinUrl} what="the link" onSay={announce} />
          </p>
        </div>
        <QrCode text={joinUrl} label={`QR code of the link into ${name}`} />
      </div>
      <Problem message={problem} />
      <p class="class-actions">
        <button
          type="button"
          class="button"
          onClick={() => showDialog((end) => <WallSheet shown={shown} onClose={end} />)}
        >
          Show it large
        </button>
        <button type="button" class="button" onClick={() => printOnly('invite')}>
          Print
        </button>
        {role === 'instructor' && (
          <button type="button" class="quiet" onClick={() => void renew()}>
            New code…
          </button>
        )}
      </p>
    </section>
  );
}
