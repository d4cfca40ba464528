import { optionIdSchema, QUIZ_TEXTS_FILE, type QuizTexts, quizTextsSchema } from '../shared/quiz.ts';
import { readAs } from './read-as.ts';

/** What the lessons ask; `undefined` where that does not come. */
export async function readQuizTexts(): Promise<QuizTexts | undefined> {
  const texts = await readAs(`/${QUIZ_TEXTS_FILE}`, quizTextsSchema);
  return texts.kind === 'read' ? texts.value : undefined;
}

/** A question, in the words of its lesson; by its name where the lesson does not have it any more. */
export function promptOf(texts: QuizTexts | undefined, lesson: string, question: string): string {
  return texts?.[lesson]?.[question]?.prompt ?? question.replaceAll('-', ' ');
}

/** What was answered: options in their words, and what was typed as it was typed. */
export function answerWords(
  texts: QuizTexts,
  {
    lesson,
    question,
    answer,
  }: { readonly lesson: string; readonly question: string; readonly answer: readonly string[] },
): readonly { readonly text: string; readonly isRich: boolean }[] {
  const asked = texts[lesson]?.[question];
  return answer.map((part) => {
    const option = asked?.options[part];
    if (option !== undefined) return { text: option, isRich: true };
    // An option's id that none has: it was worded anew, or its question was.
    const hasOptions = asked === undefined || Object.keys(asked.options).length > 0;
    const isGone = hasOptions && optionIdSchema.safeParse(part).success;
    return { text: isGone ? 'an option that has been changed since' : part, isRich: false };
  });
}
