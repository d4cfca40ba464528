import type { QuestionKey, QuizRemark, QuizVerdict } from '../../src/shared/quiz.ts';
import { readNumber } from './read-number.ts';

export type Grading =
  /** `answer` as it is to be kept: two answers that mean the same are the same. */
  | { readonly kind: 'graded'; readonly answer: readonly string[]; readonly verdict: QuizVerdict }
  /** No answer to this question. `message` says what would be one. */
  | { readonly kind: 'unfit'; readonly message: string };

type Key<Kind extends QuestionKey['kind']> = Extract<QuestionKey, { kind: Kind }>;

const CHANGED = 'This question has changed since. Reload the page and answer it as it is now.';

/** Grades an answer as docs/authoring.md says. What it tells of a wrong answer never has the right one in it, unless its author wrote it there. */
export function gradeAnswer(key: QuestionKey, answer: readonly string[]): Grading {
  switch (key.kind) {
    case 'single':
    case 'multiple':
      return gradeChoice(key, answer);
    case 'order':
      return gradeOrder(key, answer);
    case 'number':
      return gradeNumber(key, answer);
    case 'text':
      return gradeText(key, answer);
  }
}

const unfit = (message: string): Grading => ({ kind: 'unfit', message });

const remark = (text: string, option: string | null = null): QuizRemark => ({ option, text });

/** Right without remarks about what is wrong. */
function graded(key: QuestionKey, answer: readonly string[], wrong: QuizRemark[] | undefined): Grading {
  const verdict = wrong
    ? { isCorrect: false, explanation: wrong }
    : { isCorrect: true, explanation: [remark(key.explanation)] };
  return { kind: 'graded', answer, verdict };
}

function gradeChoice(key: Key<'single' | 'multiple'>, answer: readonly string[]): Grading {
  const chosen = key.options.filter(({ id }) => answer.includes(id));
  if (chosen.length !== answer.length) return unfit(CHANGED);
  if (key.kind === 'single' && chosen.length !== 1) return unfit('Choose one answer.');
  const kept = chosen.map(({ id }) => id);
  const wrong = chosen.flatMap(({ id, why }) => (why === null ? [] : [remark(why, id)]));
  if (wrong.length > 0) return graded(key, kept, wrong);
  const isWhole = chosen.length === key.options.filter(({ why }) => why === null).length;
  return graded(key, kept, isWhole ? undefined : [remark('What you chose is right. Something is missing.')]);
}

function gradeOrder(key: Key<'order'>, answer: readonly string[]): Grading {
  const isWhole = answer.length === key.options.length && key.options.every(({ id }) => answer.includes(id));
  if (!isWhole) return unfit(CHANGED);
  const first = key.options.findIndex(({ id }, place) => answer[place] !== id);
  if (first === -1) return graded(key, answer, undefined);
  const early = key.options.find(({ id }) => id === answer[first]);
  const before =
    first === 0 ? '' : first === 1 ? 'The first place is right. ' : `The first ${first} places are right. `;
  const why = early?.why ? ` ${early.why}` : '';
  return graded(key, answer, [remark(`${before}What stands at place ${first + 1} comes later.${why}`, answer[first])]);
}

function gradeNumber(key: Key<'number'>, [line = '']: readonly string[]): Grading {
  const number = readNumber(line, key.unit);
  if (number === undefined) return unfit('Enter a number in figures, such as 12 or 0.5.');
  const kept = [line.trim()];
  // Sums such as 0.1 + 0.2 are not what is asked for.
  const slack = Number.EPSILON * 4 * Math.max(Math.abs(key.value), Math.abs(number));
  if (Math.abs(number - key.value) <= key.tolerance + slack) return graded(key, kept, undefined);
  const isLess = number < key.value;
  return graded(key, kept, [remark((isLess ? key.less : key.more) ?? (isLess ? 'It is more.' : 'It is less.'))]);
}

function gradeText(key: Key<'text'>, [line = '']: readonly string[]): Grading {
  const given = plainForm(line);
  if (given === '') return unfit('Enter an answer.');
  const kept = [line.trim()];
  const forms = [...key.accepted.map((form) => ({ form, why: null })), ...key.wrong];
  // An author may tell -p from -P.
  const known = forms.find(({ form }) => form === kept[0]) ?? forms.find(({ form }) => plainForm(form) === given);
  if (known?.why === null) return graded(key, kept, undefined);
  return graded(key, kept, [remark(known?.why ?? 'That is not it.')]);
}

/** Case, spaces, quotes and a full stop around it are forgiven. */
export function plainForm(line: string): string {
  const text = line.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  // The answer may be a full stop.
  return text.replace(/^[\s"'`“”‘’]+|[\s"'`“”‘’.]+$/g, '') || text;
}
