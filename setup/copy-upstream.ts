import * as http from 'node:http';
import * as https from 'node:https';
import type { CourseImage } from '../images/catalog.ts';

/** A registry that is there answers a first question within this, over any line that could carry images. */
const ANSWER_MS = 2_000;

/** Where an image's public registry is asked. `upstream` is asked for Docker Hub's. */
export function registryOf({ host }: Pick<CourseImage, 'host'>, upstream: URL): URL {
  return host === 'docker.io' ? upstream : new URL(`https://${host}`);
}

/** Whether something answers there, through the proxy that the environment names. */
export function answers(registry: URL, environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
  const { request, Agent } = registry.protocol === 'https:' ? https : http;
  const agent = new Agent({ proxyEnv: environment });
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  request(new URL('/v2/', registry), { agent, signal: limit }, (answer) => {
    answer.destroy();
    resolve(true);
  })
    .on('error', () => resolve(false))
    .end();
  return promise.finally(() => agent.destroy());
}
