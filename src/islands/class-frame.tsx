import type { ComponentChildren } from 'preact';
import { useHydrated } from './use-hydrated.ts';

/** While the server is asked. Nothing is said where no script runs. */
export function Reading({ title }: { readonly title: string }) {
  return (
    <>
      <h1>{title}</h1>
      {useHydrated() && <p role="status">Reading…</p>}
    </>
  );
}

interface RefusalProps {
  readonly title: string;
  readonly message: string;
  readonly children?: ComponentChildren;
}

/** Why there is nothing to see, and where to go on. */
export function Refusal({ title, message, children }: RefusalProps) {
  return (
    <div role="alert">
      <h1>{title}</h1>
      <p class="trouble">{message}</p>
      <p class="class-actions">
        {children ?? (
          <a class="button" href="/classes/">
            Your classes
          </a>
        )}
      </p>
    </div>
  );
}

/** What went wrong with what was pressed last; lines stay lines. */
export function Problem({ message }: { readonly message: string | undefined }) {
  return message === undefined ? null : (
    <p class="trouble class-problem" role="alert">
      {message}
    </p>
  );
}

interface FieldProps {
  readonly label: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}

/** A field with its label above and, where there is more to know, a note below. */
export function Field({ label, note, children }: FieldProps) {
  return (
    <label class="class-field">
      <span class="class-label">{label}</span>
      {children}
      {note && <span class="class-note">{note}</span>}
    </label>
  );
}
