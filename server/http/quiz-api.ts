import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { LearnerId } from '../../src/shared/ids.ts';
import {
  type LessonAnswers,
  lessonAnswersSchema,
  type QuestionKey,
  quizAnswerSchema,
  quizVerdictSchema,
} from '../../src/shared/quiz.ts';
import { gradeAnswer } from '../domain/grade-answer.ts';
import { Serial } from '../domain/serial.ts';
import { LearnerError } from '../errors.ts';
import type { LoggedDeed, Store } from '../storage/port.ts';
import { limitByLearner, visitorOf } from './route-access.ts';

/** Who reads a question before they answer it is slower. */
const ANSWERS_PER_MINUTE = 30;

/** Once a page. */
const READS_PER_MINUTE = 60;

/** As many answers of a learner are kept for a lesson: a person gives some dozens. What comes after them is graded, and not kept. */
const MAX_KEPT_ANSWERS = 400;

/** Longer names there are none. */
const nameSchema = z.string().max(60);

export interface QuizApiOptions {
  readonly store: Pick<Store, 'appendDeed' | 'deeds'>;
  /** By the question's id; `undefined` where there is no such lesson. */
  readonly questionsOf: (lesson: string) => ReadonlyMap<string, QuestionKey> | undefined;
  readonly now: () => Date;
}

/** Grades the answers to the lessons' questions, and remembers them. */
export async function registerQuizApi(app: FastifyInstance, options: QuizApiOptions): Promise<void> {
  const { store, questionsOf, now } = options;
  const appends = new Serial<LearnerId>();

  const given = async (learner: LearnerId, lesson: string) =>
    (await store.deeds(learner, { lesson })).filter((deed) => deed.kind === 'quiz');

  const keep = (deed: Extract<LoggedDeed, { kind: 'quiz' }>) =>
    // One after the other, or the same answer sent twice at once is kept twice.
    appends.run(deed.learnerId, async () => {
      const before = await given(deed.learnerId, deed.lesson);
      const last = before.findLast(({ question }) => question === deed.question);
      const isNews = last?.isCorrect !== deed.isCorrect || last.answer.join('\n') !== deed.answer.join('\n');
      if (isNews && before.length < MAX_KEPT_ANSWERS) await store.appendDeed(deed);
    });

  await app.register(async (scope) => {
    await limitByLearner(scope);
    const api = scope.withTypeProvider<ZodTypeProvider>();

    api.post(
      '/api/quizzes/:lesson/:question',
      {
        config: { access: 'own', rateLimit: { max: ANSWERS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: {
          params: z.object({ lesson: nameSchema, question: nameSchema }),
          body: quizAnswerSchema,
          response: { 200: quizVerdictSchema },
        },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const learner = visitorOf(request);
        const { lesson, question } = request.params;
        const key = questionsOf(lesson)?.get(question);
        if (!key) throw new LearnerError('not-found', 'This lesson has no such question now. Reload the page.');
        const grading = gradeAnswer(key, request.body.answer);
        if (grading.kind === 'unfit') throw new LearnerError('bad-request', grading.message);
        const { answer, verdict } = grading;
        const { isCorrect } = verdict;
        const at = now().toISOString();
        await keep({ kind: 'quiz', lesson, question, answer, isCorrect, learnerId: learner.id, at });
        return verdict;
      },
    );

    api.get(
      '/api/quizzes/:lesson',
      {
        config: { access: 'own', rateLimit: { max: READS_PER_MINUTE, timeWindow: '1 minute' } },
        schema: { params: z.object({ lesson: nameSchema }), response: { 200: lessonAnswersSchema } },
      },
      async (request, reply) => {
        reply.header('cache-control', 'no-store');
        const learner = visitorOf(request);
        const { lesson } = request.params;
        const questions = questionsOf(lesson);
        if (!questions) throw new LearnerError('not-found', 'This course has no such lesson.');
        const answers: LessonAnswers['answers'] = {};
        const last = new Map((await given(learner.id, lesson)).map(({ question, answer }) => [question, answer]));
        for (const [question, key] of questions) {
          const answer = last.get(question);
          const grading = answer && gradeAnswer(key, answer);
          // An answer to a question that has changed since is no answer to this one.
          if (grading?.kind === 'graded') answers[question] = { answer: [...grading.answer], ...grading.verdict };
        }
        return { answers };
      },
    );
  });
}
