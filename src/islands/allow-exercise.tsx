import { InlineCode } from './inline-code.tsx';
import { LazyAction } from './lazy-action.tsx';

interface AllowExerciseProps {
  readonly exercise: string;
  readonly title: string;
  readonly touches: readonly string[];
}

/** On the learner's own machine, what an exercise changes beyond what it makes itself, until it is allowed. The server refuses it as long. */
export function AllowExercise({ exercise, title, touches }: AllowExerciseProps) {
  return (
    <div class="allow-exercise">
      <p>This exercise changes more on your machine than what it makes itself:</p>
      <ul>
        {touches.map((line) => (
          <li key={line}>
            <InlineCode text={line} />
          </li>
        ))}
      </ul>
      <LazyAction
        class="button button-small"
        label="Allow this exercise…"
        act={async () => {
          const { askToAllowExercise } = await import('./ask-first.tsx');
          askToAllowExercise(exercise, title, touches);
          return undefined;
        }}
      />
    </div>
  );
}
