export { MAX_PAGE_EXERCISES } from './class-messages.ts';
export * from './frames.ts';
export * from './messages.ts';
