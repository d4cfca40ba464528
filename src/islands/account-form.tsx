import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useHydrated } from './use-hydrated.ts';

interface AccountFormProps {
  readonly label: string;
  readonly busyLabel?: string;
  readonly isQuiet?: boolean;
  /** Takes what was entered, by the names of its fields. Resolves with what went wrong, in words. */
  readonly act: (entered: Readonly<Record<string, string>>) => Promise<string | undefined>;
  /** Said when it is done and the page stays. */
  readonly done?: string;
  /** Another way to do the same, for which the password is left out. */
  readonly other?:
    | { readonly label: string; readonly busyLabel: string; readonly act: AccountFormProps['act'] }
    | undefined;
  readonly children?: ComponentChildren;
}

/** Fields and the button that sends them; what went wrong is said above the button. */
export function AccountForm({
  label,
  busyLabel = label,
  isQuiet = false,
  act,
  done,
  other,
  children,
}: AccountFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState<'main' | 'other'>();
  const [problem, setProblem] = useState<string>();
  const [isDone, setDone] = useState(false);
  const isHydrated = useHydrated();
  const start = async (which: 'main' | 'other', work: AccountFormProps['act']) => {
    if (busy || !form.current) return;
    const entered = Object.fromEntries([...new FormData(form.current)].map(([name, value]) => [name, String(value)]));
    setBusy(which);
    setProblem(undefined);
    setDone(false);
    const trouble = await work(entered);
    setBusy(undefined);
    setProblem(trouble);
    if (trouble !== undefined || done === undefined) return;
    form.current?.reset();
    setDone(true);
  };
  const startOther = () => {
    const needed = form.current?.querySelectorAll<HTMLInputElement>('input:not([data-password])') ?? [];
    if (other && [...needed].every((input) => input.reportValidity())) void start('other', other.act);
  };
  return (
    <form
      class="account-form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        void start('main', act);
      }}
    >
      {children}
      <p class="form-outcome" role="alert">
        {problem && <span class="trouble">{problem}</span>}
      </p>
      <p class="form-foot">
        <button
          type="submit"
          class={isQuiet ? 'button' : 'button button-strong'}
          aria-busy={busy === 'main'}
          disabled={!isHydrated}
        >
          {busy === 'main' ? busyLabel : label}
        </button>
        {other && (
          <button type="button" class="button" aria-busy={busy === 'other'} onClick={startOther}>
            {busy === 'other' ? other.busyLabel : other.label}
          </button>
        )}
        <span class="form-done" role="status">
          {isDone && done}
        </span>
      </p>
    </form>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'email';
  readonly autocomplete: string;
  readonly note?: string;
  readonly value?: string;
  readonly maxLength: number;
}

export function Field({ name, label, type = 'text', autocomplete, note, value, maxLength }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        autocomplete={autocomplete}
        autocapitalize={type === 'email' ? 'off' : 'words'}
        spellcheck={false}
        required
        maxLength={maxLength}
        defaultValue={value}
        aria-describedby={note ? `${id}-note` : undefined}
      />
      {note && (
        <p class="field-note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}

interface PasswordFieldProps {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly minLength?: number;
  readonly maxLength: number;
  readonly note?: string;
}

/** What is typed can be looked at: who sees it types longer passwords, and fewer wrong ones. */
export function PasswordField({ name, label, autocomplete, minLength, maxLength, note }: PasswordFieldProps) {
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="password">
        <input
          id={id}
          name={name}
          data-password
          type={isShown ? 'text' : 'password'}
          autocomplete={autocomplete}
          autocapitalize="off"
          spellcheck={false}
          required
          minLength={minLength}
          maxLength={maxLength}
          aria-describedby={note ? `${id}-note` : undefined}
        />
        <button
          type="button"
          class="quiet"
          aria-pressed={isShown}
          aria-label={`Show what is typed as ${label.toLowerCase()}`}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? 'Hide' : 'Show'}
        </button>
      </div>
      {note && (
        <p class="field-note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  );
}
