export * from './frames.ts';
export * from './messages.ts';
export { ACK_EVERY_BYTES, ACK_WINDOW_BYTES } from './terminal-fields.ts';
