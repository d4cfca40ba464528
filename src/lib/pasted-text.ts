/** A program that takes pastes as such runs nothing of them; it is asked about only where so much was hardly meant. */
const MANY_LINES = 20;
const MANY_CHARACTERS = 5 * 1024;

/**
 * Text as it may be pasted: lines end in `\n`, and of control characters only tabs are left. So nothing in it can press keys, nor end a bracketed
 * paste before its time.
 */
export function cleanPastedText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '');
}

/** How many lines would be entered or left at the prompt; a line end at the very end begins no other. */
export function countLines(text: string): number {
  return text.replace(/\n$/, '').split('\n').length;
}

/** Whether to ask before cleaned text is pasted. `isTaken`: the program takes pastes as such (bracketed paste). */
export function isPasteToConfirm(text: string, isTaken: boolean): boolean {
  const lines = countLines(text);
  return isTaken ? lines > MANY_LINES || text.length > MANY_CHARACTERS : lines > 1;
}
