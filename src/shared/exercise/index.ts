export type { AnswerField, Exercise, ExerciseDescription, ExerciseMistake, Task } from './define-exercise.ts';
export { defineExercise, ExerciseError, exerciseDescriptionSchema } from './define-exercise.ts';
export type {
  BuildCacheEntry,
  CommandSeen,
  ContainerDetails,
  ContainerView,
  FileChange,
  FileInfo,
  HistoryRow,
  HttpView,
  ImageLayer,
  ImageView,
  ManifestView,
  Mount,
  PublishedPort,
  SandboxView,
} from './sandbox-view.ts';
export type { Earned, Figure, Verdict } from './verdict.ts';
export { fail, pass, verdictSchema } from './verdict.ts';
