import { useState } from 'preact/hooks';
import { showSolution } from '../lib/page-connection.ts';
import { isHelpUsedUp } from '../lib/task-mark.ts';
import type { ExerciseState } from '../shared/views.ts';
import { LazyAction } from './lazy-action.tsx';
import type { SolutionPanel } from './solution-panel.tsx';

interface ExerciseSolutionProps {
  readonly exercise: string;
  readonly title: string;
  readonly state: ExerciseState | undefined;
}

/** A quiet way to the script that does it all. At each visit it is folded again. */
export function ExerciseSolution({ exercise, title, state }: ExerciseSolutionProps) {
  const [Panel, setPanel] = useState<typeof SolutionPanel>();
  const isKnown = (state?.solution ?? null) !== null;
  const isFree = isKnown || isHelpUsedUp(state);
  return (
    <div class="exercise-solution">
      {Panel ? (
        <Panel exercise={exercise} onRefused={() => setPanel(undefined)} />
      ) : (
        <LazyAction
          class="quiet"
          label={isFree ? 'Show a solution' : 'Show a solution…'}
          act={async () => {
            const { SolutionPanel } = await import('./solution-panel.tsx');
            const isMeant = isFree || (await (await import('./ask-solution.tsx')).askForSolution(title));
            if (!isMeant) return undefined;
            if (!isKnown) void showSolution(exercise);
            setPanel(() => SolutionPanel);
            return undefined;
          }}
        />
      )}
    </div>
  );
}
