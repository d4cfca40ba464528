import type { ClientMessage, ServerMessage } from '../shared/protocol/index.ts';

export type HelpClientMessage = Extract<ClientMessage, { type: `help.${string}` }>;
export type HelpServerMessage = Extract<ServerMessage, { type: `help.${string}` }>;

/** What of a page takes part in help (rules 31 to 39). It hears of the page's one connection what is its own. */
export interface HelpPort {
  /** The server has said welcome: what was said before has to be said again. */
  onGreeted(): void;
  /** The connection is gone. */
  onLost(): void;
  onMessage(message: HelpServerMessage): void;
  /** False where the channel is none of its own. */
  onOutput(channel: number, offset: number, bytes: Uint8Array): boolean;
  /** The server refused something. True where that was this part's, and is said by it. */
  onRefused(code: string, message: string): boolean;
}

export function isHelpMessage(message: ServerMessage): message is HelpServerMessage {
  return message.type.startsWith('help.');
}
