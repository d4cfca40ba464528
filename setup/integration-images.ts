import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import Docker from 'dockerode';
import type { TestProject } from 'vitest/node';
import { parseConfig } from '../server/config.ts';
import { courseContent } from './course-content.ts';
import { imageTags } from './image-tags.ts';
import { imageStoreName } from './provide-image-store.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Tags on the host engine, and the image store's volume: `npm test` makes them before it runs the tests. */
    readonly images: Readonly<Record<'sandbox' | 'gateway' | 'keeper' | 'busybox' | 'imageStore', string>>;
  }
}

/** Tells integration tests which images the working copy's files stand for. */
export default async function provideImages(project: TestProject): Promise<void> {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const { registryVolume: volume } = parseConfig(process.env, root);
  const tags = await imageTags(root);
  const tagOf = (name: Parameters<(typeof tags)['get']>[0]) => tags.get(name) ?? '';
  project.provide('images', {
    sandbox: tagOf('sandbox'),
    gateway: tagOf('gateway'),
    keeper: tagOf('keeper'),
    busybox: tagOf('busybox:1.37'),
    imageStore: imageStoreName(
      tagOf('sandbox'),
      await courseContent(new Docker(), { volume, gatewayImage: tagOf('gateway') }),
    ),
  });
}
