import type { WebglAddon } from '@xterm/addon-webgl';
import type { IDisposable, Terminal } from '@xterm/xterm';
import { EM_WIDTH } from './terminal-font.ts';

/** Draws by the graphics processor where there is one; else, and when it goes, the terminal draws by plain elements. */
export class TerminalRenderer implements IDisposable {
  readonly #terminal: Terminal;
  readonly #onMeasured: () => void;
  readonly #end = new AbortController();
  readonly #firstDrawn: IDisposable;
  #addon: WebglAddon | undefined;

  constructor(terminal: Terminal, onMeasured: () => void) {
    this.#terminal = terminal;
    this.#onMeasured = onMeasured;
    // To ask for a graphics processor takes as long as to draw a screen without one, so the first is drawn before.
    this.#firstDrawn = terminal.onRender(() => {
      this.#firstDrawn.dispose();
      requestAnimationFrame(() => setTimeout(() => void this.#load()));
    });
    // A zoomed page has other pixels.
    addEventListener('resize', () => this.space(), { signal: this.#end.signal });
  }

  /**
   * To be called where the size of the font has changed. The addon cuts a column's width to whole pixels: at 13 px from 7.8 to 7, which is cramped. So it gets one
   * more where that is nearer.
   */
  space(): void {
    const width = EM_WIDTH * (this.#terminal.options.fontSize ?? 0) * devicePixelRatio;
    const spacing = this.#addon && width % 1 >= 0.5 ? 1 : 0;
    if (this.#terminal.options.letterSpacing === spacing) return;
    this.#terminal.options.letterSpacing = spacing;
    this.#onMeasured();
  }

  dispose(): void {
    this.#end.abort();
    this.#firstDrawn.dispose();
    this.#addon = undefined;
  }

  async #load(): Promise<void> {
    if (this.#end.signal.aborted || !hasGraphicsProcessor()) return;
    try {
      const { WebglAddon } = await import('@xterm/addon-webgl');
      if (this.#end.signal.aborted) return;
      const addon = new WebglAddon();
      addon.onContextLoss(() => {
        addon.dispose();
        this.#addon = undefined;
        this.space();
        this.#onMeasured();
      });
      this.#terminal.loadAddon(addon);
      this.#addon = addon;
      this.space();
      this.#onMeasured();
    } catch {
      // Drawn by plain elements, then.
    }
  }
}

/** Software that plays a graphics processor is slower than plain elements, and browsers do not always own up to it. */
function hasGraphicsProcessor(): boolean {
  const probe = document.createElement('canvas').getContext('webgl2', { failIfMajorPerformanceCaveat: true });
  if (!probe) return false;
  const info = probe.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(probe.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : probe.RENDERER));
  probe.getExtension('WEBGL_lose_context')?.loseContext();
  return !/swiftshader|llvmpipe|software/i.test(renderer);
}
