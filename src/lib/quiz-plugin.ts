import type { MdastPluginDefinition, MdastPluginEntry } from 'satteri';
import type { QuestionKey, QuizTexts } from '../shared/quiz.ts';
import { readQuizFence } from './quiz-fence.ts';
import { questionMarkup } from './quiz-markup.ts';

/** What Astro keeps with a document while it is compiled. */
interface DocumentData {
  astro?: { readonly frontmatter: Record<string, unknown> };
}

/**
 * Reads a lesson's quiz blocks: puts into the page what a learner may see, and adds to the frontmatter, by the questions' ids, `quiz`, the keys, and `quizTexts`. To stand
 * before whatever reads other blocks. Throws with all mistakes of the lesson's author, each with file, line and fix.
 */
export const readQuizzes: MdastPluginEntry = ({ fileURL }): MdastPluginDefinition => {
  const file = fileURL ? decodeURI(fileURL.pathname).replace(/^.*\/(?=content\/)/, '') : 'lesson';
  const keys: Record<string, QuestionKey> = {};
  const texts: Record<string, QuizTexts[string][string]> = {};
  const mistakes: string[] = [];
  return {
    name: 'read-quizzes',
    options: { position: true },
    code(node, context) {
      if (node.lang !== 'quiz') return;
      const line = node.position?.start.line ?? 0;
      const say = (offset: number, mistake: string) => void mistakes.push(`${file}:${line + 1 + offset}: ${mistake}`);
      const parent = context.parent(node);
      if (parent.type !== 'mdxJsxFlowElement' || parent.name !== 'Quiz') {
        say(
          -1,
          'a ```quiz block stands outside of <Quiz>. Put <Quiz> above it and </Quiz> below, with empty lines between.',
        );
      }
      const fence = readQuizFence({ words: node.meta ?? '', text: node.value });
      if (!fence.isOk) {
        for (const { line: offset, mistake } of fence.mistakes) say(offset, mistake);
        return;
      }
      const { shown, key } = fence;
      if (Object.hasOwn(keys, shown.id)) {
        say(-1, `there are two questions "${shown.id}" in this lesson. Give one of them another id.`);
      }
      keys[shown.id] = key;
      texts[shown.id] = {
        prompt: shown.prompt,
        options: Object.fromEntries(shown.options.map(({ id, text }) => [id, text])),
      };
      context.replaceNode(node, questionMarkup(shown) as Parameters<typeof context.replaceNode>[1]);
    },
    after(_root, context) {
      if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
      const { astro } = context.data as DocumentData;
      if (!astro) return;
      astro.frontmatter['quiz'] = keys;
      astro.frontmatter['quizTexts'] = texts;
    },
  };
};
