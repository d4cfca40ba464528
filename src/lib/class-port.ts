import type { ClientMessage, ServerMessage } from '../shared/protocol/index.ts';

export type ClassClientMessage = Extract<ClientMessage, { type: `class.${string}` }>;
export type ClassServerMessage = Extract<ServerMessage, { type: `class.${string}` }>;

/** What of a page follows a class (rules 26 to 30). It hears of the page's one connection what is its own. */
export interface ClassPort {
  /** The server has said welcome: what is to be heard is asked for here, each time. */
  onGreeted(): void;
  /** The connection is gone, and comes back by itself. */
  onLost(): void;
  /** It does not come back by itself. */
  onFailed(message: string): void;
  onMessage(message: ClassServerMessage): void;
}

export function isClassMessage(message: ServerMessage): message is ClassServerMessage {
  return message.type.startsWith('class.');
}
