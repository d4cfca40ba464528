import type { QuestionKey } from '../shared/quiz.ts';

/** One option as a page shows it. */
export interface ShownOption {
  readonly id: string;
  readonly text: string;
}

/** What a page shows of a question: nothing that gives the answer away. Texts are rich (rich-text.ts). */
export interface ShownQuestion {
  readonly id: string;
  readonly kind: QuestionKey['kind'];
  readonly prompt: string;
  /** Of a choice in its author's order, of an `order` shuffled; none where a line is typed. */
  readonly options: readonly ShownOption[];
  /** Of a number. */
  readonly unit: string | undefined;
}

/** FNV-1a, 32 bits, in hex: the same for a text in every build. */
export function textHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The same shuffled order in every build. It is never the order that it is given. */
export function shuffle(question: string, options: readonly ShownOption[]): readonly ShownOption[] {
  const place = ({ id }: ShownOption) => textHash(`${question}/${id}`);
  const shuffled = options.toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
  const isUnchanged = shuffled.every((option, index) => option === options[index]);
  return isUnchanged ? [...shuffled.slice(1), ...shuffled.slice(0, 1)] : shuffled;
}
