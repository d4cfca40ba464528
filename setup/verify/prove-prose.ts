import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spellCheckDocument } from 'cspell-lib';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';
import type { Fault, Findings, Proof } from './proof.ts';
import { maskProse, readSentences } from './read-prose.ts';

/** The first one reads the dictionaries. */
const READ_TIMEOUT_MS = 60_000;

/** A school year, by Flesch and Kincaid: what a fourteen-year-old reads without effort. */
const MAX_GRADE = 8;

/** Fewer say nothing about a text. */
const MIN_SENTENCES = 20;

/** More would need more reading than looking the word up. */
const MAX_SUGGESTIONS = 3;

export interface ProseFile {
  /** Path from the project's folder. */
  readonly file: string;
  readonly slug: string;
  readonly course: string;
}

/** The proof that a text's words are in a dictionary, or in the course's own list, and that it reads easily. */
export function proseProof(root: string, { file, slug, course }: ProseFile): Proof {
  return {
    id: `prose/${file.replace(/^content\//, '').replace(/\.mdx$/, '')}`,
    name: slug,
    what: 'spelling and reading level',
    file,
    // Quicker read than remembered.
    sources: undefined,
    timeoutMs: READ_TIMEOUT_MS,
    async run(): Promise<Findings> {
      const source = await readFile(join(root, file), 'utf8');
      const faults = await spellingFaults(root, { file, course, source });
      const grade = gradeOf(readSentences(source));
      if (grade !== undefined && grade > MAX_GRADE) {
        const message = `It asks for school year ${grade.toFixed(1)}, and ${MAX_GRADE} is the most. Make its sentences shorter, and take shorter words.`;
        faults.push({ file, message });
      }
      return { faults };
    },
  };
}

async function spellingFaults(
  root: string,
  { file, course, source }: { readonly file: string; readonly course: string; readonly source: string },
): Promise<Fault[]> {
  const list = `content/${course}/words.txt`;
  const words = existsSync(join(root, list)) ? (await readFile(join(root, list), 'utf8')).split(/\s+/) : [];
  const text = maskProse(source);
  const { issues, errors = [] } = await spellCheckDocument(
    { uri: file, text, languageId: 'plaintext' },
    { generateSuggestions: true, noConfigSearch: true },
    {
      words: words.filter((word) => word !== ''),
      language: 'en,en-GB',
      import: ['@cspell/dict-en-gb/cspell-ext.json'],
      dictionaries: ['softwareTerms', 'docker', 'node', 'python'],
    },
  );
  if (errors.length > 0) throw new Error(`The words could not be looked up: ${errors.join(', ')}`);
  const first = new Map(issues.toReversed().map((issue) => [issue.text.toLowerCase(), issue]));
  return [...first.values()].toReversed().map(({ text: word, offset, suggestions = [] }) => {
    const like = suggestions.slice(0, MAX_SUGGESTIONS).join(', ');
    const line = text.slice(0, offset).split('\n').length;
    return {
      file,
      line,
      message: `“${word}” is in no dictionary${like && ` (${like}?)`}. Correct it, or add it to ${list}.`,
    };
  });
}

/** `undefined` where there is too little to tell. */
function gradeOf(sentences: readonly string[]): number | undefined {
  if (sentences.length < MIN_SENTENCES) return undefined;
  const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}\p{N}’'-]+/gu) ?? []);
  return fleschKincaid({
    sentence: sentences.length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0),
  });
}
