import { useState } from 'preact/hooks';
import { useHydrated } from './use-hydrated.ts';

interface LazyActionProps {
  readonly class: string;
  readonly label: string;
  readonly busyLabel?: string;
  /** Loads its own code. Resolves with what went wrong, in words for the learner. */
  readonly act: () => Promise<string | undefined>;
}

/** A button whose work is loaded when it is pressed, and that says beside itself what went wrong. */
export function LazyAction({ class: name, label, busyLabel = label, act }: LazyActionProps) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isHydrated = useHydrated();
  const start = async () => {
    // Not `disabled`, which would take the focus away.
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    const offline = () => 'This could not be loaded. Check your network, then try again.';
    setProblem(await act().catch(offline));
    setBusy(false);
  };
  return (
    <>
      <button type="button" class={name} disabled={!isHydrated} aria-busy={isBusy} onClick={() => void start()}>
        {isBusy ? busyLabel : label}
      </button>
      {problem && (
        <p class="trouble" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
