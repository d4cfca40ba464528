/** A reconnect takes a second or two; after much longer a command would run at a moment that the learner did not choose. */
const MAX_AGE_MS = 15_000;

/** A fast typist fills a tenth of it in that time. A paste that does not fit can be made again. */
const MAX_CHARACTERS = 4096;

/** `refused`: something was typed that must not be sent, and the learner is to know it. */
export type TakenInput =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'refused'; readonly why: string };

/** What is typed while its shell is not open to the page: all of it is sent, or nothing, because half a command is another one. */
export class HeldInput {
  #text = '';
  #sinceMs = 0;
  #isTooMuch = false;

  add(text: string, nowMs: number): void {
    if (this.#text === '') this.#sinceMs = nowMs;
    this.#isTooMuch ||= this.#text.length + text.length > MAX_CHARACTERS;
    if (!this.#isTooMuch) this.#text += text;
  }

  get isEmpty(): boolean {
    return this.#text === '' && !this.#isTooMuch;
  }

  /** Hands it over, and holds nothing any more. */
  take(nowMs: number): TakenInput {
    if (this.isEmpty) return { kind: 'nothing' };
    const [text, isTooMuch] = [this.#text, this.#isTooMuch];
    this.#text = '';
    this.#isTooMuch = false;
    if (isTooMuch) {
      return {
        kind: 'refused',
        why: 'More was typed without a connection than is kept, so nothing of it was sent. Type it again.',
      };
    }
    // A clock that was put back says nothing about its age.
    if (Math.abs(nowMs - this.#sinceMs) > MAX_AGE_MS) {
      return {
        kind: 'refused',
        why: 'What you typed without a connection was not sent: it was too long ago. Type it again.',
      };
    }
    return { kind: 'typed', text };
  }
}
