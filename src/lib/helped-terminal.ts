import type { HelpId } from '../shared/help-views.ts';
import type { ClassId } from '../shared/ids.ts';
import type { Connection } from './connection.ts';
import type { HelpServerMessage } from './help-port.ts';
import { RemoteTerminal } from './remote-terminal.ts';
import type { TerminalScreen, TerminalSize } from './terminal-link.ts';

/** Until the server says which size the learner's shell has. */
const UNKNOWN_SIZE: TerminalSize = { cols: 80, rows: 24 };

export interface HelpedTerminalOptions {
  readonly classId: ClassId;
  readonly session: HelpId;
  readonly name: string;
  readonly screen: Pick<TerminalScreen, 'write' | 'endReplay' | 'clear' | 'adopt' | 'setState' | 'tell'>;
  readonly connection: Pick<Connection, 'sayHelp' | 'typeHelp'>;
}

/** A learner's terminal as their helper has it (rule 34): always in the size of the learner's, and each opening begins with what is on the screen. */
export class HelpedTerminal implements Disposable {
  readonly #options: HelpedTerminalOptions;
  readonly #remote: RemoteTerminal;
  #size = UNKNOWN_SIZE;

  constructor(options: HelpedTerminalOptions) {
    this.#options = options;
    const { classId, session, name, screen, connection } = options;
    this.#remote = new RemoteTerminal(
      name,
      {
        write: (output, onDrawn) => screen.write(output, onDrawn),
        endReplay: () => screen.endReplay(),
        clear: () => screen.clear(),
        setState: (state) => screen.setState(state),
        size: () => this.#size,
        adopt: (size) => screen.adopt(size),
        tell: (text) => screen.tell(text),
      },
      {
        send: (message) => {
          if (message.type === 'terminal.open') {
            const { window } = message;
            connection.sayHelp({
              type: 'help.open',
              class: classId,
              session,
              terminal: name,
              ...(window && { window }),
            });
          }
          if (message.type === 'terminal.ack') {
            connection.sayHelp({ type: 'help.ack', session, terminal: name, offset: message.offset });
          }
        },
        sendInput: (frames) => connection.typeHelp(frames),
        endShell: () => {},
        restart: () => {},
      },
    );
  }

  get size(): TerminalSize {
    return this.#size;
  }

  open(): void {
    this.#remote.open();
  }

  lost(): void {
    this.#remote.detach();
  }

  hear(message: HelpServerMessage): void {
    const { session, name, screen } = this.#options;
    if (!('terminal' in message) || message.session !== session || message.terminal !== name) return;
    switch (message.type) {
      case 'help.opened':
        this.#size = { cols: message.cols, rows: message.rows };
        screen.adopt(this.#size);
        return this.#remote.opened({ ...message, type: 'terminal.opened' });
      case 'help.resized':
        this.#size = { cols: message.cols, rows: message.rows };
        return this.#remote.resized(this.#size);
      case 'help.closed':
        return this.#remote.ended(message.reason);
      default:
    }
  }

  /** False where the channel is another's. */
  draw(channel: number, offset: number, bytes: Uint8Array): boolean {
    if (this.#remote.channel !== channel) return false;
    if (!this.#remote.receive(offset, bytes)) {
      this.#remote.detach();
      this.#remote.open();
    }
    return true;
  }

  type(text: string): void {
    this.#remote.type(text);
  }

  [Symbol.dispose](): void {
    this.#remote.close();
    this.#remote.detach();
  }
}
