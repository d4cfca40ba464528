import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QUIZZES_FILE, type QuestionKey, quizzesSchema } from '../../src/shared/quiz.ts';

/** What the answers to the lessons' questions are graded by. */
export interface Quizzes {
  /** By the question's id; `undefined` where there is no such lesson. */
  questionsOf(lesson: string): ReadonlyMap<string, QuestionKey> | undefined;
}

/** Reads, once, what the build of the pages has left for the server. Throws where that is missing or torn. */
export async function createQuizzes(siteFolder: string): Promise<Quizzes> {
  const file = join(siteFolder, QUIZZES_FILE);
  const lessons = new Map(
    Object.entries(await readQuizzes(file)).map(([lesson, questions]) => [lesson, new Map(Object.entries(questions))]),
  );
  return { questionsOf: (lesson) => lessons.get(lesson) };
}

async function readQuizzes(file: string) {
  try {
    return quizzesSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const what = isMissing ? 'is missing' : 'can’t be read';
    throw new Error(
      `The answers of the quizzes are unknown: ${file} ${what}. It is made together with the pages: remove the folder of the pages, and start again with \`npm start\`.`,
      { cause },
    );
  }
}
