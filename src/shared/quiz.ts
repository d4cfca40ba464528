import * as z from 'zod/mini';
import { slugSchema } from './ids.ts';

/** The folder of the built site that is for the server alone: it is never sent to a browser. */
export const SERVER_ONLY_FOLDER = 'server-only';

/** Where the build of the pages leaves what the answers are graded by: so pages and answers are always of one build. */
export const QUIZZES_FILE = `${SERVER_ONLY_FOLDER}/quizzes.json`;

/** More are an examination. */
export const MAX_OPTIONS = 8;

/** A line to type. An order lists each of its options once. */
export const MAX_ANSWER_LENGTH = 100;

/** An option's id: it is made from the option's text, so one that is worded anew is another one. */
export const optionIdSchema = z.string().check(z.regex(/^[0-9a-f]{8}$/));

const explanationSchema = z.string().check(z.minLength(1), z.maxLength(1_000));
const optionsSchema = <Option extends z.core.$ZodType>(option: Option) =>
  z.array(option).check(z.minLength(2), z.maxLength(MAX_OPTIONS));
const formSchema = z.string().check(z.minLength(1), z.maxLength(MAX_ANSWER_LENGTH));

/**
 * What an answer is graded by. `explanation` says why the right answer is right, `why` why an option is wrong. Backticks mark code, stars emphasis.
 * The options of an `order` are in their right order; `less` and `more` are for numbers that are too small and too large.
 */
export const questionKeySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal(['single', 'multiple']),
    options: optionsSchema(z.object({ id: optionIdSchema, why: z.nullable(explanationSchema) })),
    explanation: explanationSchema,
  }),
  z.object({
    kind: z.literal('order'),
    options: optionsSchema(z.object({ id: optionIdSchema, why: z.nullable(explanationSchema) })),
    explanation: explanationSchema,
  }),
  z.object({
    kind: z.literal('number'),
    value: z.number(),
    tolerance: z.number().check(z.gte(0)),
    unit: z.nullable(z.string()),
    less: z.nullable(explanationSchema),
    more: z.nullable(explanationSchema),
    explanation: explanationSchema,
  }),
  z.object({
    kind: z.literal('text'),
    accepted: z.array(formSchema).check(z.minLength(1)),
    wrong: z.array(z.object({ form: formSchema, why: explanationSchema })),
    explanation: explanationSchema,
  }),
]);
/** Of a choice, `why` is `null` for what is right, and for nothing else. */
export type QuestionKey = z.infer<typeof questionKeySchema>;

/** By lesson, then by question. */
export const quizzesSchema = z.record(slugSchema, z.record(slugSchema, questionKeySchema));

/** What is asked and what may be chosen, as the pages show it; rich text. Options are by their ids, in no order that says anything. */
export const quizTextsSchema = z.record(
  slugSchema,
  z.record(slugSchema, z.object({ prompt: z.string(), options: z.record(optionIdSchema, z.string()) })),
);
export type QuizTexts = z.infer<typeof quizTextsSchema>;

export const QUIZ_TEXTS_FILE = 'quiz-texts.json';

/** `POST /api/quizzes/<lesson>/<question>`: the ids of the chosen options (of all, in order, for an `order`), or the one line that was typed. */
export const quizAnswerSchema = z.object({
  answer: z.array(z.string().check(z.maxLength(MAX_ANSWER_LENGTH))).check(z.minLength(1), z.maxLength(MAX_OPTIONS)),
});

/** `option`: what the text is about, where it is about one. */
export const quizRemarkSchema = z.object({ option: z.nullable(optionIdSchema), text: z.string() });
export type QuizRemark = z.infer<typeof quizRemarkSchema>;

/** What becomes of an answer: why it is right, or what is wrong about it and nothing more. */
export const quizVerdictSchema = z.object({ isCorrect: z.boolean(), explanation: z.array(quizRemarkSchema) });
export type QuizVerdict = z.infer<typeof quizVerdictSchema>;

/** `GET /api/quizzes/<lesson>`: the learner's last answers, by question, graded as the lesson stands now. */
export const lessonAnswersSchema = z.object({
  answers: z.record(slugSchema, z.object({ answer: z.array(z.string()), ...quizVerdictSchema.shape })),
});
export type LessonAnswers = z.infer<typeof lessonAnswersSchema>;
