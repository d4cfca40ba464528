import { type ImageManifests, imageManifestsSchema } from '../../shared/explorer-views.ts';
import { type Answer, askServer } from '../ask-server.ts';
import { ExplorerError } from './ask-explorer.ts';
import { digestOf } from './digests.ts';
import { type ImageConfig, parseImageConfig } from './image-config.ts';

/** A registry may be slow, and is asked a few times. */
const READ_TIMEOUT_MS = 40_000;

const MAX_KEPT = 200;

export interface ReadConfig {
  /** As it came. */
  readonly text: string;
  readonly sizeBytes: number;
  /** The SHA-256 of what came, computed here. */
  readonly digest: string;
  /** `undefined` where the text is none. */
  readonly config: ImageConfig | undefined;
}

const configs = new Map<string, Promise<ReadConfig>>();

/** What the engine has written down of an image, by its id. It never changes, and is read once. */
export function readConfig(imageId: string): Promise<ReadConfig> {
  const known = configs.get(imageId);
  if (known) return known;
  const reading = read(`/api/engine/images/${withoutPrefix(imageId)}/config`).then(async (response) => {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { text, sizeBytes: bytes.length, digest: digestOf(bytes), config: parseImageConfig(text) };
  });
  reading.catch(() => configs.delete(imageId));
  for (const oldest of configs.keys()) if (configs.size >= MAX_KEPT) configs.delete(oldest);
  configs.set(imageId, reading);
  return reading;
}

/** What registries have of an image, as it is now. */
export async function readManifests(imageId: string): Promise<ImageManifests> {
  const response = await read(`/api/engine/images/${withoutPrefix(imageId)}/manifests`);
  return imageManifestsSchema.parse(await response.json());
}

async function read(path: string): Promise<Response> {
  const answer: Answer = await askServer(path, { timeoutMs: READ_TIMEOUT_MS });
  if (!answer.isOk) throw new ExplorerError(answer.message);
  return answer.response;
}

function withoutPrefix(imageId: string): string {
  return imageId.replace(/^sha256:/, '');
}
