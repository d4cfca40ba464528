import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import { isComing, pageState } from '../lib/page-state.ts';
import { describeComing } from '../lib/status-text.ts';
import { CopyButton } from './copy-button.tsx';
import { useStore } from './use-store.ts';

interface SolutionPanelProps {
  readonly exercise: string;
  readonly onRefused: () => void;
}

/** The script that does all of an exercise, for a learner who asked for it just now. */
export function SolutionPanel({ exercise, onRefused }: SolutionPanelProps) {
  const solution = useStore(pageState, ({ exercises }) => exercises[exercise]?.solution ?? undefined);
  const status = useStore(pageState, (page) => page.status);
  const summary = useRef<HTMLElement>(null);
  const isRefused = useStore(pageState, ({ problem, status }) => problem !== undefined || status.state === 'failed');
  useEffect(() => {
    if (isRefused && solution === undefined) onRefused();
  }, [isRefused]);
  useEffect(() => {
    if (solution !== undefined) summary.current?.focus();
  }, [solution === undefined]);
  if (solution === undefined) {
    return (
      <p class="exercise-count" role="status">
        Getting the solution… {isComing(status) && describeComing(status)}
      </p>
    );
  }
  return (
    <details class="solution" open>
      <summary ref={summary}>A solution</summary>
      <div class="solution-script">
        <CopyButton text={solution} what="the solution" onSay={announce} />
        <pre tabIndex={0} role="region" aria-label="Solution">
          <code>{solution.trimEnd()}</code>
        </pre>
      </div>
    </details>
  );
}
