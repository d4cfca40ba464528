/** A lesson's words and nothing else: what is no prose is blank, so that each word stands where it does in the file. */
export function maskProse(source: string): string {
  return (
    blankMatches(source, NO_PROSE)
      // Of a component only what is read: its title, its caption.
      .replace(TAG, (tag) => {
        const kept = [...tag.matchAll(READ_ATTRIBUTE)].map(({ 0: all, 1: text = '', index }) => ({
          from: index + all.length - 1 - text.length,
          text,
        }));
        return kept.reduce(
          (masked, { from, text }) => masked.slice(0, from) + text + masked.slice(from + text.length),
          blank(tag),
        );
      })
  );
}

/** A lesson's running text: its paragraphs and lists, without headings, tables, code and quizzes. What is code within a sentence is one short word of it. */
export function readSentences(source: string): readonly string[] {
  const text = source
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^import .*$/gm, '')
    .replace(/^([ \t]*)```[\s\S]*?^\1```.*$/gm, '')
    .replace(/^(#|\||<\/?[A-Z]).*$/gm, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/`[^`]*`/g, 'it')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_“”]/g, '');
  return text
    .split(/\n\s*\n|^\s*(?:\d+\.|[-*])\s/m)
    .flatMap((paragraph) => paragraph.replaceAll(/\s+/g, ' ').split(/(?<=[.!?:])\s/))
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}.*\s.*\p{L}/u.test(sentence));
}

/** Imports, code that is no quiz, addresses, expressions. In a quiz its ids, and the words that are its form. */
const NO_PROSE = [
  /^import .*$/gm,
  /^exercises: .*$/gm,
  /^([ \t]*)```(?!quiz)[\s\S]*?^\1```.*$/gm,
  /^[ \t]*```.*$/gm,
  /^(?:answer|not|number|less|more|right):/gm,
  /`[^`\n]*(?:\n[^`\n]*)?`/g,
  /\]\([^)\s]*\)/g,
  /\bhttps?:\S+/g,
  /\{[^{}\n]*\}/g,
  // A word of which a part is marked.
  /\w+\*+\w+\*+\w*|\*+\w+\*+\w+/g,
];

const TAG = /<\/?[A-Za-z][^<>]*>/g;
const READ_ATTRIBUTE = /\b(?:title|caption|name|label)="([^"]*)"/g;

const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');

function blankMatches(source: string, patterns: readonly RegExp[]): string {
  return patterns.reduce((text, pattern) => text.replace(pattern, blank), source);
}
