import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { imageTags } from './image-tags.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Tags on the host engine, which `npm test` builds before it runs the tests. */
    readonly images: { readonly sandbox: string; readonly gateway: string; readonly busybox: string };
  }
}

/** Tells integration tests which images the working copy's files stand for. */
export default async function provideImages(project: TestProject): Promise<void> {
  const tags = await imageTags(dirname(dirname(fileURLToPath(import.meta.url))));
  const tagOf = (name: Parameters<(typeof tags)['get']>[0]) => tags.get(name) ?? '';
  project.provide('images', { sandbox: tagOf('sandbox'), gateway: tagOf('gateway'), busybox: tagOf('busybox:1.37') });
}
