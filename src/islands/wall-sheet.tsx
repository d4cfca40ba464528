import { useLayoutEffect, useRef } from 'preact/hooks';
import { codeWords } from '../lib/class-words.ts';
import type { StaffClass } from '../shared/class-views.ts';
import { QrCode } from './qr-code.tsx';

interface WallSheetProps {
  readonly shown: Pick<StaffClass, 'name' | 'code' | 'joinUrl'>;
  readonly onClose: () => void;
}

/** The invitation over the whole window, to be read from the last row. */
export function WallSheet({ shown: { name, code, joinUrl }, onClose }: WallSheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="wall-sheet" ref={dialog} aria-label={`Invitation to ${name}`} onClose={onClose}>
      <div class="wall-body">
        <p class="wall-class">{name}</p>
        <p class="wall-code">{codeWords(code)}</p>
        <p class="wall-link">{new URL('/join/', joinUrl).href.replace(/^https?:\/\//, '')}</p>
        <QrCode text={joinUrl} label={`QR code of the link into ${name}`} />
      </div>
      <button type="button" class="button wall-close" autofocus onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}
