import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { printOnly } from '../lib/print-only.ts';
import { saveBlob } from '../lib/save-blob.ts';
import type { PersonalLink } from '../shared/class-views.ts';
import { CopyButton } from './copy-button.tsx';

/** What was made just now and is told once. */
export interface FreshLinks {
  readonly people: readonly PersonalLink[];
  readonly csv?: string;
}

interface PersonalSlipsProps {
  readonly className: string;
  readonly fresh: FreshLinks;
  readonly onPutAway: () => void;
}

/** Personal links, while they can be told: to save, and to print as slips to cut apart. */
export function PersonalSlips({ className, fresh: { people, csv }, onPutAway }: PersonalSlipsProps) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [people]);
  const only = people.length === 1 ? people[0] : undefined;
  return (
    <section class="slips" aria-labelledby="slips-title">
      <h3 id="slips-title" ref={title} tabIndex={-1}>
        {only ? `The link of ${only.name}` : `${people.length} personal links`}
      </h3>
      <p class="class-advice">
        Shown now and never again: Drydock keeps no copy. Whoever opens one is that person here, so give each to its
        own.
      </p>
      <p class="class-actions">
        {csv !== undefined && (
          <button
            type="button"
            class="button button-strong"
            onClick={() => saveBlob(new Blob([csv], { type: 'text/csv;charset=utf-8' }), 'personal-links.csv')}
          >
            Save as CSV
          </button>
        )}
        {only && <CopyButton text={only.url} what="the link" onSay={announce} />}
        <button type="button" class="button" onClick={() => printOnly('slips')}>
          Print as slips
        </button>
        <button type="button" class="quiet" onClick={onPutAway}>
          I have them: put away
        </button>
      </p>
      <ul class="slip-list" data-print="slips" tabIndex={0} aria-labelledby="slips-title">
        {people.map(({ id, name, ownId, url }) => (
          <li key={id}>
            <p class="slip-name">
              {name} {ownId !== null && <span class="roster-id">{ownId}</span>}
            </p>
            <p class="slip-class">{className}</p>
            <p class="slip-link">{url}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
