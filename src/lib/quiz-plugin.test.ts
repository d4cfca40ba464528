import { satteri } from '@astrojs/markdown-satteri';
import { expect, test } from 'vitest';
import { quizTextsSchema, quizzesSchema } from '../shared/quiz.ts';
import { lessonFramers, lessonReaders } from './lesson-plugins.ts';

/** Compiles as the site does. Returns the code of the page's component without its frontmatter, which only the build reads, and what the plugins have left. */
async function compile(source: string) {
  const processor = satteri({ mdastPlugins: lessonReaders, hastPlugins: lessonFramers });
  const renderer = await processor.createMdxRenderer?.(
    { syntaxHighlight: 'shiki', shikiConfig: { theme: 'css-variables' }, gfm: true, smartypants: true },
    { optimize: false, srcDir: new URL('file:///course/src/'), sourcemap: false },
  );
  if (!renderer) throw new Error('There is no renderer for MDX.');
  const frontmatter: Record<string, unknown> = {};
  const { code } = await renderer.process(source, '/course/content/docker/lessons/01-run.mdx', frontmatter);
  return {
    code: code.replace(/^export const frontmatter = .*$/m, ''),
    quiz: frontmatter['quiz'],
    texts: frontmatter['quizTexts'],
  };
}

const mistakesOf = (source: string) =>
  compile(source).then(
    () => [],
    (error: Error) => error.message.split('\n'),
  );

const CHOICE =
  '```quiz which\nWhich `{one}` is *it*?\n( ) Wrong <b>\n    Secret reason.\n(x) Good & "true"\nright: Hidden because.\n```';
const NUMBER =
  '```quiz how-much\nHow much?\nnumber: 41.5 ± 0.25 MB\nless: Larger, as secret.\nmore: Smaller, as secret.\nright: Hidden because.\n```';
const TEXT =
  '```quiz word\nWhich word?\nanswer: SECRETWORD\nnot: OTHERSECRET\n  No secret.\nright: Hidden because.\n```';
const ORDER = '```quiz order\nWhich order?\n1. Alpha\n   A secret.\n2. Beta\n3. Gamma\nright: Hidden because.\n```';
const MULTIPLE = '```quiz several\nWhich ones?\n[x] Yes\n[ ] No\n    A secret.\nright: Hidden because.\n```';

const inQuiz = (...blocks: string[]) => `<Quiz>\n\n${blocks.join('\n\n')}\n\n</Quiz>`;

test('the page has what may be seen, and the key has the rest', async () => {
  const { code, quiz } = await compile(inQuiz(CHOICE, NUMBER, TEXT, ORDER, MULTIPLE));
  for (const seen of ['{one}', 'Wrong <b>', 'Good & \\"true\\"', 'MB', 'Which word?', 'Gamma', 'question-several']) {
    expect(code).toContain(seen);
  }
  expect(code).not.toMatch(/secret|hidden because|41|0\.25|\(x\)|\[x\]/i);
  const keys = quizzesSchema.parse({ run: quiz })['run'];
  expect(Object.keys(keys ?? {})).toEqual(['which', 'how-much', 'word', 'order', 'several']);
  expect(JSON.stringify(keys).match(/Hidden because/g)).toHaveLength(5);
});

test('what pages tell of answers by has no more than the lesson shows, and no order', async () => {
  const { texts } = await compile(inQuiz(CHOICE, NUMBER, TEXT, ORDER, MULTIPLE));
  const read = quizTextsSchema.parse({ run: texts })['run'];
  expect(read?.['which']?.prompt).toBe('Which `{one}` is *it*?');
  expect(Object.values(read?.['which']?.options ?? {}).toSorted()).toEqual(['Good & "true"', 'Wrong <b>']);
  expect(Object.values(read?.['order']?.options ?? {})).not.toEqual(['Alpha', 'Beta', 'Gamma']);
  expect(read?.['word']).toEqual({ prompt: 'Which word?', options: {} });
  expect(JSON.stringify(texts)).not.toMatch(/secret|hidden because|41|0\.25|\(x\)|\[x\]/i);
});

test('code in a question is code, and commands beside a quiz are still commands', async () => {
  const { code } = await compile(`${inQuiz(CHOICE)}\n\n\`\`\`bash\nls\n\`\`\``);
  expect(code).toMatch(/\.code, \{\s*children: "\{one\}"|"code", \{\s*children: "\{one\}"/);
  expect(code).toContain('data-block');
});

test('a lesson without a quiz has no questions', async () => {
  expect((await compile('Text.')).quiz).toEqual({});
});

test('all mistakes of a lesson are named, each with file and line', async () => {
  const source = `\n\n${inQuiz('```quiz one\nWhich?\n( ) A\n(x) B\nright: So.\n```', CHOICE, CHOICE)}\n\n${NUMBER}`;
  const lines = source.split('\n');
  const place = (text: string, from = 0) => `content/docker/lessons/01-run.mdx:${lines.indexOf(text, from) + 1}: `;
  const second = lines.indexOf('```quiz which') + 1;
  expect(await mistakesOf(source)).toEqual([
    expect.stringContaining(`${place('( ) A')}nothing says why "A" is wrong`),
    expect.stringContaining(`${place('```quiz which', second)}there are two questions "which"`),
    expect.stringContaining(`${place('```quiz how-much')}a \`\`\`quiz block stands outside of <Quiz>`),
  ]);
});
