import { closeCodes } from '../shared/protocol/index.ts';

const texts: Readonly<Record<number, string>> = {
  [closeCodes.malformed]:
    'Disconnected: this page and the server did not understand each other. Reload the page; your work is kept.',
  [closeCodes.idle]:
    'Disconnected, because nothing was done here for hours. Your work is kept. Press a key or click to come back.',
  [closeCodes.unknownVersion]:
    'Drydock has been updated since this page was opened. Reload the page; your work is kept.',
  [closeCodes.tooLarge]:
    'Disconnected: this page sent more at once than the server takes. Reload the page; your work is kept.',
  [closeCodes.tooMany]:
    'Drydock is open in eight tabs or windows already, and more are not served. Close one of them, then press Retry.',
  [closeCodes.tooFast]:
    'Disconnected: this page asked for more in a short time than the server gives. Wait a moment, then press Retry.',
};

/** Rule 7: what a learner reads where the page does not connect again by itself; `undefined` where it does. */
export function describeClose(code: number): string | undefined {
  return texts[code];
}
