import { z } from 'zod';
import type { ImageManifests, RegistryDocument } from '../../src/shared/explorer-views.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { createRegistryReader, type RegistryReaderOptions } from './registry-reader.ts';

/** What is written down of an image is some kilobytes. */
const MAX_CONFIG_BYTES = 1024 * 1024;
const MAX_REPOSITORIES_BYTES = 4 * 1024 * 1024;

/** An image that was pushed to more places is no course exercise. */
const MAX_ORIGINS = 4;

/** Of one index: a platform has one image, seldom a few variants. */
const MAX_CANDIDATES = 4;

const NOTES = '.local/share/docker/image/overlay2';

/** Prints a regular file up to a size, as the learner. */
const READ_NOTE = '[ -f "$1" ] && exec head -c "$2" -- "$1"; exit 3';

const configSchema = z.object({ os: z.string(), architecture: z.string() });
const repositoriesSchema = z.object({ Repositories: z.record(z.string(), z.record(z.string(), z.string())) });
const documentSchema = z.object({
  config: z.object({ digest: z.string() }).optional(),
  manifests: z
    .array(z.object({ digest: z.string(), platform: configSchema.optional() }))
    .max(100)
    .optional(),
});

export interface ImageDocumentsOptions {
  readonly sandbox: Pick<ReadySandbox, 'exec'>;
  readonly account: RegistryReaderOptions['account'];
  readonly signal: AbortSignal;
}

/** What is written down of a learner's image: by their engine, and by the registries that it came from or went to. The engine need not run. */
export function createImageDocuments({ sandbox, account, signal }: ImageDocumentsOptions) {
  const note = async (path: string, maxBytes: number): Promise<Buffer | undefined> => {
    const command = ['sh', '-c', READ_NOTE, 'read-note', `${NOTES}/${path}`, String(maxBytes)];
    const { exitCode, stdout } = await sandbox.exec(command, { signal, maxOutputBytes: maxBytes });
    return exitCode === 0 ? stdout : undefined;
  };

  /** To the byte as it was hashed. `undefined` where the engine has no such image. */
  const config = (id: string) => note(`imagedb/content/sha256/${id}`, MAX_CONFIG_BYTES);

  return {
    config,

    /** `undefined` where the engine has no such image. */
    async manifests(id: string): Promise<ImageManifests | undefined> {
      const [own, repositories] = await Promise.all([config(id), note('repositories.json', MAX_REPOSITORIES_BYTES)]);
      if (!own) return undefined;
      const { os, architecture } = configSchema.parse(JSON.parse(own.toString()));
      const references = referencesTo(id, repositories?.toString() ?? '{"Repositories":{}}');
      const registry = createRegistryReader({
        sandbox,
        account,
        signal,
        architecture: async () => architecture,
        isOwnMachine: false,
      });
      const get = async (reference: string): Promise<RegistryDocument | undefined> => {
        const document = await registry.document(reference).catch(() => undefined);
        return document && { digest: reference.slice(reference.indexOf('@') + 1), ...document };
      };
      const chainOf = async (reference: string): Promise<RegistryDocument[]> => {
        const first = await get(reference);
        if (!first) return [];
        const name = reference.slice(0, reference.indexOf('@'));
        const candidates = manifestsIn(first.text).filter(
          ({ platform }) => platform?.os === os && platform.architecture === architecture,
        );
        for (const { digest } of candidates.slice(0, MAX_CANDIDATES)) {
          const manifest = await get(`${name}@${digest}`);
          if (manifest && configOf(manifest.text) === `sha256:${id}`) return [first, manifest];
        }
        return [first];
      };
      const origins = [];
      for (const reference of references) origins.push({ reference, documents: await chainOf(reference) });
      return { origins };
    },
  };
}

/** The digests by which registries know the image. */
function referencesTo(id: string, repositories: string): readonly string[] {
  const all = Object.values(repositoriesSchema.parse(JSON.parse(repositories)).Repositories);
  return all
    .flatMap((names) => Object.entries(names))
    .flatMap(([name, image]) => (image === `sha256:${id}` && name.includes('@sha256:') ? [name] : []))
    .slice(0, MAX_ORIGINS);
}

function manifestsIn(text: string) {
  return documentSchema.parse(JSON.parse(text)).manifests ?? [];
}

function configOf(text: string): string | undefined {
  return documentSchema.parse(JSON.parse(text)).config?.digest;
}
