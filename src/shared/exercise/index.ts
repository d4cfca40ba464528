export type { Exercise, Task } from './define-exercise.ts';
export { defineExercise } from './define-exercise.ts';
export type {
  ContainerView,
  FileChange,
  HistoryRow,
  HttpView,
  ImageView,
  PublishedPort,
  SandboxView,
} from './sandbox-view.ts';
export type { Verdict } from './verdict.ts';
export { fail, pass, verdictSchema } from './verdict.ts';
