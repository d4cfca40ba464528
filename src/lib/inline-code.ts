/** A piece of a task's title or reason: backticks mark code. */
export interface TextPiece {
  readonly text: string;
  readonly isCode: boolean;
}

/** A backtick without a partner stands for itself. */
export function splitInlineCode(text: string): readonly TextPiece[] {
  const parts = text.split('`');
  if (parts.length % 2 === 0) parts.push(`${parts.splice(-2).join('`')}`);
  return parts.map((part, index) => ({ text: part, isCode: index % 2 === 1 })).filter((piece) => piece.text !== '');
}
