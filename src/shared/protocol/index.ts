export { MAX_PAGE_EXERCISES } from './class-messages.ts';
export * from './frames.ts';
export * from './messages.ts';
export { ACK_EVERY_BYTES, ACK_WINDOW_BYTES } from './terminal-fields.ts';
