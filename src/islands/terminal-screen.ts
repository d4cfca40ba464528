import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { TerminalScreen } from '../lib/connection.ts';
import { currentTheme, watchTheme } from '../lib/theme.ts';
import { terminalThemes } from './terminal-theme.ts';

/** As many lines as the server keeps, at a hundred bytes a line. */
const SCROLLBACK_LINES = 10_000;

/** RIS. Written, not called, so that it takes effect behind what is still waiting to be drawn. */
const CLEAR = '\x1bc';

export interface TerminalScreenEvents {
  onInput(text: string): void;
  onResize(): void;
  /** Enter was pressed where no shell is. */
  onRestart(): void;
  /** The learner asked to get out by the keyboard. */
  onLeave(): void;
  onState(state: 'open' | 'waiting' | 'exited' | 'lost'): void;
}

export interface FocusableScreen extends TerminalScreen {
  focus(): void;
}

/** Draws a terminal into an element that is on the page and visible. */
export function createTerminalScreen(place: HTMLElement, events: TerminalScreenEvents): FocusableScreen {
  Terminal.strings.promptLabel = 'Terminal. Shift and Escape leave it.';
  const terminal = new Terminal({
    fontFamily: getComputedStyle(place).fontFamily,
    fontSize: 13,
    lineHeight: 1.2,
    scrollback: SCROLLBACK_LINES,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    minimumContrastRatio: 4.5,
    theme: terminalThemes[currentTheme()],
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  terminal.open(place);
  fit.fit();
  void drawFast(terminal);
  watchTheme((theme) => {
    terminal.options.theme = terminalThemes[theme];
  });

  let hasEnded = false;
  terminal.attachCustomKeyEventHandler((event) => handleKey(event, terminal, events));
  terminal.onData((text) => {
    if (!hasEnded) events.onInput(text);
    else if (text === '\r') events.onRestart();
  });
  terminal.onResize(() => events.onResize());
  new ResizeObserver(() => {
    // A folded desk has no size; the shell keeps its last one.
    if (place.clientWidth > 0 && place.clientHeight > 0) fit.fit();
  }).observe(place);

  return {
    write: ({ bytes }, onDrawn) => terminal.write(bytes, onDrawn),
    clear: () => terminal.write(CLEAR),
    size: () => ({ cols: terminal.cols, rows: terminal.rows }),
    adopt: ({ cols, rows }) => terminal.resize(cols, rows),
    setState: (state) => {
      hasEnded = state === 'exited' || state === 'lost';
      events.onState(state);
    },
    focus: () => terminal.focus(),
  };
}

/** Returns whether the terminal gets the key. */
function handleKey(event: KeyboardEvent, terminal: Terminal, events: TerminalScreenEvents): boolean {
  if (event.key === 'Escape' && event.shiftKey) {
    if (event.type === 'keydown') events.onLeave();
    return false;
  }
  const isControl = event.ctrlKey && !event.altKey && !event.metaKey;
  const key = event.key.toLowerCase();
  // With a selection Ctrl+C copies, as everywhere in a browser; without one it interrupts, as everywhere in a shell.
  if (isControl && key === 'c' && (terminal.hasSelection() || event.shiftKey)) {
    if (event.type === 'keydown' && event.shiftKey) event.preventDefault();
    if (event.type === 'keydown') void copySelection(terminal);
    return false;
  }
  return !(isControl && key === 'v');
}

async function copySelection(terminal: Terminal): Promise<void> {
  const selection = terminal.getSelection();
  if (selection === '') return;
  await navigator.clipboard?.writeText(selection).catch(() => {});
  terminal.clearSelection();
}

/** By the graphics processor where there is one. */
async function drawFast(terminal: Terminal): Promise<void> {
  if (!hasGraphicsProcessor()) return;
  try {
    const { WebglAddon } = await import('@xterm/addon-webgl');
    const addon = new WebglAddon();
    addon.onContextLoss(() => addon.dispose());
    terminal.loadAddon(addon);
  } catch {
    // Drawn by plain elements, then.
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
