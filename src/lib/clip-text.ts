/** A letter of the drawings' fixed-width face, by its size in the drawing. */
const CODE_WIDTH = 0.605;

/** As much of it as fits into a width of the drawing, in the fixed-width face. */
export function clipCode(text: string, width: number, fontSize: number): string {
  const room = Math.floor(width / (fontSize * CODE_WIDTH));
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}
