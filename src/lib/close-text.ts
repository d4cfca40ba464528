import { closeCodes } from '../shared/protocol/index.ts';

export interface CloseText {
  readonly message: string;
  /** What the one button does. */
  readonly remedy: 'reload' | 'retry';
}

const texts: Readonly<Record<number, CloseText>> = {
  [closeCodes.malformed]: {
    message:
      'Disconnected: this page and the server did not understand each other. Reload the page; your work is kept.',
    remedy: 'reload',
  },
  [closeCodes.signedOut]: {
    message:
      'Who is signed in here has changed, in another tab or another browser. Your work is kept. Reload the page.',
    remedy: 'reload',
  },
  [closeCodes.idle]: {
    message:
      'Disconnected, because nothing was done here for hours. Your work is kept. Press a key or click to come back.',
    remedy: 'retry',
  },
  [closeCodes.unknownVersion]: {
    message: 'Drydock has been updated since this page was opened. Reload the page; your work is kept.',
    remedy: 'reload',
  },
  [closeCodes.tooLarge]: {
    message: 'Disconnected: this page sent more at once than the server takes. Reload the page; your work is kept.',
    remedy: 'reload',
  },
  [closeCodes.tooMany]: {
    message:
      'Drydock is open in eight tabs or windows already, and more are not served. Your work is kept. Close one of them, then press Retry.',
    remedy: 'retry',
  },
  [closeCodes.tooFast]: {
    message:
      'Disconnected: this page asked for more in a short time than the server gives. Your work is kept. Wait a moment, then press Retry.',
    remedy: 'retry',
  },
};

/** Rule 7: what a learner reads where the page does not connect again by itself; `undefined` where it does. */
export function describeClose(code: number): CloseText | undefined {
  return texts[code];
}
