import { useEffect, useRef, useState } from 'preact/hooks';
import { useHydrated } from './use-hydrated.ts';

/** How long a button says that it has copied. */
const COPIED_MS = 2_000;

interface CopyButtonProps {
  /** `undefined` until it is known. */
  readonly text: string | undefined;
  /** What it copies, as in “the password”. */
  readonly what: string;
  /** For screen readers. */
  readonly onSay: (text: string) => void;
}

/** Nothing where the browser gives no clipboard, as to pages that came over plain HTTP from another machine. */
export function CopyButton({ text, what, onSay }: CopyButtonProps) {
  const isHydrated = useHydrated();
  const [outcome, setOutcome] = useState<'Copied' | 'Not allowed'>();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  if (isHydrated && !navigator.clipboard) return null;

  const copy = async () => {
    if (text === undefined) return;
    const isCopied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'Copied' : 'Not allowed');
    onSay(isCopied ? `Copied ${what}.` : `The browser does not allow to copy ${what}. Select it instead.`);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setOutcome(undefined);
      onSay('');
    }, COPIED_MS);
  };
  return (
    <button
      type="button"
      class="button button-small login-button"
      aria-label={`Copy ${what}`}
      disabled={text === undefined}
      onClick={() => void copy()}
    >
      {outcome ?? 'Copy'}
    </button>
  );
}
