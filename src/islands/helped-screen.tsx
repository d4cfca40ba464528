import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { announce } from '../lib/announce.ts';
import type { Connection } from '../lib/connection.ts';
import { HelpedTerminal } from '../lib/helped-terminal.ts';
import { hearOfHelp } from '../lib/staff-help.ts';
import type { HelpId } from '../shared/help-views.ts';
import type { ClassId } from '../shared/ids.ts';
import { createTerminalScreen, type InteractiveScreen } from './terminal-screen.ts';
import '../styles/terminal-screen.css';

const FONT_SIZE_PX = 13;

interface HelpedScreenProps {
  readonly connection: Connection;
  readonly classId: ClassId;
  readonly session: HelpId;
  readonly name: string;
  readonly mayType: boolean;
  /** Leaves it by the keyboard. */
  readonly onLeave: () => void;
}

/** One of a learner's terminals, as its helper sees it: drawn in the size that it has there, and scrolled where it does not fit. */
export function HelpedScreen({ connection, classId, session, name, mayType, onLeave }: HelpedScreenProps) {
  const place = useRef<HTMLDivElement>(null);
  const may = useRef(mayType);
  may.current = mayType;
  const focus = useRef(() => {});
  useLayoutEffect(() => {
    if (!place.current) return undefined;
    let helped: HelpedTerminal | undefined;
    const type = (text: string) => {
      if (may.current) helped?.type(text);
    };
    const screen: InteractiveScreen = createTerminalScreen(
      place.current,
      { fontSize: FONT_SIZE_PX, isReaderMode: false },
      {
        onInput: type,
        // Rule 34: only the learner's own terminals answer.
        onAnswer: () => {},
        // It measures its place while it is made.
        onResize: () => helped && screen.adopt(helped.size),
        onRestart: () => {},
        onLeave,
        onState: () => {},
        onTitle: () => {},
        onCommands: () => {},
        onFound: () => {},
        confirmPaste: async (text) => may.current && (await import('./paste-warning.tsx')).confirmPaste(text),
        onSay: announce,
      },
    );
    const terminal = new HelpedTerminal({ classId, session, name, screen, connection });
    helped = terminal;
    focus.current = () => screen.focus();
    const stop = hearOfHelp({
      onGreeted: () => {},
      onLost: () => terminal.lost(),
      onMessage: (message) => {
        // It was just told that it may look, after a new connection too.
        if (message.type === 'help.terminals' && message.session === session && message.terminals.includes(name)) {
          terminal.open();
        } else terminal.hear(message);
      },
      onOutput: (channel, offset, bytes) => terminal.draw(channel, offset, bytes),
      onRefused: () => false,
    });
    terminal.open();
    return () => {
      stop();
      terminal[Symbol.dispose]();
      screen[Symbol.dispose]();
    };
  }, [connection, classId, session, name]);
  useEffect(() => {
    if (mayType) focus.current();
  }, [mayType]);
  return <div class="terminal-screen" ref={place} />;
}
