import type { Certificate } from '../../src/shared/certificate.ts';
import type { Verdict } from '../../src/shared/exercise/index.ts';
import { keyedLetters } from './keyed-letters.ts';
import { earnedBy, type LoggedVerdict } from './progress.ts';

/** 60 bits: nobody guesses one that holds, and a person can still read it aloud. */
const CODE_CHARACTERS = 12;
const GROUP = 4;
/** Without the letters that look like digits. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface CertifyingExercise {
  readonly id: string;
  readonly tasks: readonly { readonly id: string; readonly title: string; readonly points?: number }[];
}

type Pass = Extract<Verdict, { kind: 'pass' }>;

interface Best {
  readonly pass: Pass;
  readonly earned: number;
}

/** A learner's certificate of an exercise, read from their log in order: of each task its best counts. `secret` is 64 hex digits, `learner` an id. */
export function readCertificate(
  exercise: CertifyingExercise,
  attempts: readonly LoggedVerdict[],
  learner: string,
  secret: string,
): Certificate {
  const points = new Map(exercise.tasks.map((task) => [task.id, task.points]));
  const best = new Map<string, Best>();
  let at = '';
  for (const { task, verdict, at: decidedAt } of attempts) {
    if (verdict.kind !== 'pass' || !points.has(task)) continue;
    const earned = earnedBy(verdict, points.get(task) ?? 0);
    const before = best.get(task);
    if (before && before.earned > earned) continue;
    best.set(task, { pass: verdict, earned });
    if (!before || before.earned < earned) at = decidedAt;
  }
  const missing = exercise.tasks.filter(({ id }) => !best.has(id)).map(({ title }) => title);
  if (missing.length > 0) return { kind: 'open', exercise: exercise.id, missing };
  const tasks = exercise.tasks.map(({ id, title, points: of }) => {
    const { pass, earned } = best.get(id) as Best;
    return {
      title,
      ...(of === undefined ? {} : { points: { earned, of } }),
      ...(pass.figures && { figures: pass.figures }),
    };
  });
  const of = exercise.tasks.reduce((sum, task) => sum + (task.points ?? 0), 0);
  const earned = tasks.reduce((sum, task) => sum + (task.points?.earned ?? 0), 0);
  return {
    kind: 'earned',
    exercise: exercise.id,
    at,
    tasks,
    ...(of === 0 ? {} : { score: { earned, of } }),
    code: codeOf(secret, [learner, exercise.id, String(earned), String(of), at]),
  };
}

/** The same for the same certificate, always: whoever has the secret and the log can compute it again. */
function codeOf(secret: string, parts: readonly string[]): string {
  const letters = keyedLetters(secret, `certificate ${parts.join(' ')}`, CODE_CHARACTERS, ALPHABET);
  return letters.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}
