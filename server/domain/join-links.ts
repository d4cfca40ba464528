import { CLASS_CODE_LENGTH } from '../../src/shared/class-views.ts';

/** A class's code as it is shown: in two halves. */
export function shownCode(code: string): string {
  return `${code.slice(0, CLASS_CODE_LENGTH / 2)}-${code.slice(CLASS_CODE_LENGTH / 2)}`;
}

/** Code and token stand behind `#`, which browsers send to nobody: they reach no log and no other site. */
export function joinUrl(publicUrl: URL, code: string): string {
  return new URL(`/join/#${shownCode(code)}`, publicUrl).href;
}

/** The link that makes a browser somebody's. */
export function personalUrl(publicUrl: URL, token: string): string {
  return new URL(`/join/#me-${token}`, publicUrl).href;
}
