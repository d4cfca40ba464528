import type { Terminal } from '@xterm/xterm';

/** What keys do beside typing. */
export interface KeyActions {
  leave(): void;
  copy(): void;
  clear(): void;
  selectAll(): void;
  jump(to: 'previous' | 'next'): void;
  /** Types, as from the keyboard. */
  type(text: string): void;
}

export function isApple(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

/**
 * On Apple's keyboards many layouts need Option to write `|`, `[` and `@`, so it stays a key for writing. With these alone it is Meta: they are what a
 * shell's line editor knows, and what Option writes with them nobody types into a shell.
 */
const optionAsMeta: Readonly<Record<string, string>> = { KeyB: 'b', KeyF: 'f', KeyD: 'd', Period: '.' };

/** Decides over each key event. Returns whether the terminal gets it; what nobody takes, the browser and the desk do. */
export function createKeyHandler(terminal: Terminal, actions: KeyActions): (event: KeyboardEvent) => boolean {
  const apple = isApple();
  const act = (event: KeyboardEvent, action: () => void): false => {
    // Only the press does it; its release must not reach the program either.
    if (event.type === 'keydown') {
      event.preventDefault();
      action();
    }
    return false;
  };

  return (event) => {
    const key = event.key.toLowerCase();
    const { shiftKey: shift, altKey: alt } = event;
    /** The key that browsers take for their own: Command on Apple's keyboards, Control elsewhere. */
    const command = apple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;

    if (key === 'escape' && shift) return act(event, actions.leave);
    if (key === 'insert' && event.ctrlKey && !shift && !alt) return act(event, actions.copy);
    // The browser pastes; see terminal-clipboard.ts.
    if (key === 'insert' && shift && !event.ctrlKey && !alt) return false;
    // In the alternate screen there are no commands, and the program may know these keys.
    if ((key === 'arrowup' || key === 'arrowdown') && shift && (command || event.ctrlKey) && !alt) {
      if (terminal.buffer.active.type === 'alternate') return true;
      return act(event, () => actions.jump(key === 'arrowup' ? 'previous' : 'next'));
    }
    if (apple && alt && !event.metaKey && !event.ctrlKey) {
      const meta = optionAsMeta[event.code];
      if (meta !== undefined) return act(event, () => actions.type(`\x1b${shift ? meta.toUpperCase() : meta}`));
    }
    if (!command || alt) return true;

    if (key === 'c') {
      // Elsewhere than on Apple's keyboards the same key interrupts: with a selection it copies, as in a browser; without one it is the shell's.
      if (!apple && !shift && !terminal.hasSelection()) return true;
      return act(event, actions.copy);
    }
    if (key === 'v') return false;
    if (key === 'f' && (shift || apple)) return false;
    if (apple && key === 'k') return act(event, actions.clear);
    if (apple && key === 'a') return act(event, actions.selectAll);
    return true;
  };
}
