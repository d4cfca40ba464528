import type { IDisposable, Terminal } from '@xterm/xterm';
import '../styles/terminal-font.css';

const FAMILY = 'IBM Plex Mono';

/** How wide each of its characters is. */
export const EM_WIDTH = 0.6;

/** The fonts behind ours: those with boxes and Braille first, of Linux, macOS and Windows. */
const FALLBACKS = [
  '"DejaVu Sans Mono"',
  'Menlo',
  '"Cascadia Mono"',
  'Consolas',
  'ui-monospace',
  '"Noto Sans Mono"',
  '"Noto Sans Mono CJK SC"',
  '"Apple Braille"',
  '"Segoe UI Symbol"',
  'monospace',
].join(', ');

export const fontFamily = `"${FAMILY}", ${FALLBACKS}`;

const fontOf = (sizePx = 0, style = '') => `${style}${sizePx}px "${FAMILY}"`;

/** Who waits longer for a font than browsers keep text invisible for it is shown another one. */
const FONT_WAIT_MS = 3_000;

/** Whether what is measured is measured in the terminal's font. */
export function isFontThere({ options }: Terminal): boolean {
  return document.fonts.check(fontOf(options.fontSize));
}

/** Resolves once the font is there, or will not come soon. Before that, what is measured is another font. */
export async function waitForFont({ options }: Terminal): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, FONT_WAIT_MS));
  await Promise.race([late, document.fonts.load(fontOf(options.fontSize)).catch(() => {})]);
}

/** Has the terminal measured anew when a file of its font has come. */
export function watchFont(terminal: Terminal, onMeasured: () => void): IDisposable {
  let turn = 0;
  const measure = () => {
    turn += 1;
    // The terminal measures where the name changes; one font named twice is another name for the same.
    terminal.options.fontFamily = turn % 2 ? `${fontFamily}, monospace` : fontFamily;
    onMeasured();
  };
  const listen = ({ fontfaces }: FontFaceSetLoadEvent) => {
    if (fontfaces.some(({ family }) => family.replaceAll('"', '') === FAMILY)) measure();
  };
  document.fonts.addEventListener('loadingdone', listen);
  // Asked for at once, so that the first prompt need not be drawn twice. What is there already tells nobody.
  for (const style of ['', 'bold ']) document.fonts.load(fontOf(terminal.options.fontSize, style)).catch(() => {});
  return { dispose: () => document.fonts.removeEventListener('loadingdone', listen) };
}
