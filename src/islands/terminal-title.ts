import type { IDisposable, Terminal } from '@xterm/xterm';
import type { TerminalOutput } from './terminal-output.ts';

const MAX_TITLE_LENGTH = 100;

/** Tells the title that programs give the window; of those in replayed output only the last. */
export function watchTitle(terminal: Terminal, output: TerminalOutput, onTitle: (title: string) => void): IDisposable {
  let title = '';
  let told = '';
  const tell = () => {
    if (output.isBehind || title === told) return;
    told = title;
    onTitle(title);
  };
  const handles = [
    terminal.onTitleChange((text) => {
      title = [...text.replace(/\p{Cc}/gu, '')].slice(0, MAX_TITLE_LENGTH).join('');
      tell();
    }),
    terminal.onWriteParsed(tell),
  ];
  return {
    dispose() {
      for (const handle of handles) handle.dispose();
    },
  };
}
