/** A piece of a quiz's text: in backticks `code`, between stars *emphasis*, between two **strong**. */
export interface RichPiece {
  readonly text: string;
  readonly mark: 'code' | 'em' | 'strong' | undefined;
}

const MARKED = /`([^`]+)`|\*\*(\S(?:[^*]*\S)?)\*\*|\*(\S(?:[^*]*\S)?)\*/g;

/** A backtick or a star without its partner stands for itself. */
export function splitRichText(text: string): readonly RichPiece[] {
  const pieces: RichPiece[] = [];
  let end = 0;
  for (const { 0: whole, 1: code, 2: strong, 3: em, index } of text.matchAll(MARKED)) {
    pieces.push({ text: text.slice(end, index), mark: undefined });
    const mark = code !== undefined ? 'code' : strong !== undefined ? 'strong' : 'em';
    pieces.push({ text: code ?? strong ?? em ?? '', mark });
    end = index + whole.length;
  }
  pieces.push({ text: text.slice(end), mark: undefined });
  return pieces.filter((piece) => piece.text !== '');
}
