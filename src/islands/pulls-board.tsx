import { useEffect, useState } from 'preact/hooks';
import { describePublicLimit } from '../lib/pulls-text.ts';
import { readPulls } from '../lib/read-pulls.ts';
import { repeatWhileVisible } from '../lib/while-visible.ts';
import type { InstructorPulls } from '../shared/registry-views.ts';

const figure = new Intl.NumberFormat('en-GB');

/** How much all sandboxes have pulled, and what is left of the public limit. For instructors. */
export function PullsBoard({ everyMs }: { readonly everyMs: number }) {
  const [pulls, setPulls] = useState<InstructorPulls['pulls']>();
  useEffect(() => repeatWhileVisible(async () => setPulls(await readPulls()), everyMs), [everyMs]);

  const unknown = pulls === undefined ? '…' : 'Not known';
  return (
    <section aria-labelledby="pulls-title">
      <h2 id="pulls-title">Pulls</h2>
      <p class="pulls-about" role="status">
        {pulls === null
          ? 'The course registry can’t be asked at the moment. Drydock’s log says why.'
          : 'By all sandboxes, since the course registry was set up.'}
      </p>
      <dl class="rows">
        <div>
          <dt>Served here</dt>
          <dd>{pulls ? figure.format(pulls.servedHere) : unknown}</dd>
        </div>
        <div>
          <dt>Fetched from Docker Hub</dt>
          <dd>{pulls ? figure.format(pulls.wentUpstream) : unknown}</dd>
        </div>
        <div>
          <dt>Docker Hub’s limit</dt>
          <dd>{pulls ? describePublicLimit(pulls.publicLimit) : unknown}</dd>
        </div>
      </dl>
    </section>
  );
}
