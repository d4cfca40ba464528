import { useState } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import type { Outcome } from '../lib/class-requests.ts';
import { Problem } from './class-frame.tsx';
import { CopyButton } from './copy-button.tsx';

interface OneTimeLinksProps {
  /** What whoever opens a link becomes. */
  readonly note: string;
  readonly links: readonly {
    readonly label: string;
    readonly make: () => Promise<Outcome<{ readonly url: string }>>;
  }[];
}

/** Links that work once, each made by its button, and shown once. */
export function OneTimeLinks({ note, links }: OneTimeLinksProps) {
  const [made, setMade] = useState<Outcome<{ readonly url: string }>>();
  return (
    <>
      <p class="class-note">{note}</p>
      <p class="class-actions">
        {links.map(({ label, make }) => (
          <button key={label} type="button" class="button" onClick={() => void make().then(setMade)}>
            {label}
          </button>
        ))}
      </p>
      <Problem message={made?.kind === 'refused' ? made.message : undefined} />
      {made?.kind === 'done' && <OneTimeLink url={made.value.url} />}
    </>
  );
}

export function OneTimeLink({ url }: { readonly url: string }) {
  return (
    <p class="class-actions" role="status">
      <code class="one-time-link">{url}</code>
      <CopyButton text={url} what="the link" onSay={announce} />
    </p>
  );
}
