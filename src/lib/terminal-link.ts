export interface TerminalSize {
  readonly cols: number;
  readonly rows: number;
}

/** Output in order, each byte once. */
export interface ScreenOutput {
  readonly bytes: Uint8Array;
  /** It was written before this opening: what it asks of the terminal has long been answered (rule 15). */
  readonly isReplay: boolean;
}

/** Where a terminal's output goes. */
export interface TerminalScreen {
  /** `onDrawn` is called once the output has been drawn, in order. Replayed output may wait for `endReplay`. */
  write(output: ScreenOutput, onDrawn: () => void): void;
  /** For now, no more comes of what was written before. */
  endReplay(): void;
  /** Clears behind all that was written before. */
  clear(): void;
  /** The size that fits the page. */
  size(): TerminalSize;
  /** The shell has this size (rule 14), by this page or another: what follows is drawn in it. */
  adopt(size: TerminalSize): void;
  setState(state: 'open' | 'waiting' | 'exited' | 'lost'): void;
  /** The learner is to know something that the shell does not say. */
  tell(text: string): void;
}

/** A lesson's command block, counted from 0. */
export interface CommandBlock {
  readonly lesson: string;
  readonly block: number;
}

/** What became of a command block: `unsent` where no shell is open to this page, or none said in time what it did. */
export type RunOutcome = 'typed' | 'busy' | 'unsent';

/** A page's hold on one shell. */
export interface TerminalLink {
  /** What is typed while the shell is being opened, or opened again, is sent then; where it can't be, the screen tells. */
  type(text: string): void;
  /** What the terminal itself says to a program that asked it (rule 15). */
  answer(text: string): void;
  /** The page's size has changed, or the learner wants the shell in it. */
  resize(): void;
  /** Starts another shell, when this one has ended. */
  reopen(): void;
  /** Has a command block typed. Waits for a shell that is still being opened. */
  run(block: CommandBlock): Promise<RunOutcome>;
  /** Ends the shell; as soon as there is a connection, where there is none. */
  end(): void;
  /** The page shows it no longer; the shell goes on. */
  close(): void;
}
