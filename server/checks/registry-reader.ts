import { z } from 'zod';
import type { ManifestView } from '../../src/shared/exercise/index.ts';
import { registryHost } from '../domain/registry-account.ts';
import type { ReadySandbox } from '../sandbox/port.ts';
import { type ImageReference, parseImageReference } from './image-reference.ts';
import { createRegistryClient, type RegistryAnswer } from './registry-client.ts';

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** A repository of the course has a handful. */
const MAX_TAGS = 1_000;
const MAX_PLATFORMS = 100;
const MAX_LAYERS = 200;

/** Of one sandbox. Whoever fills it looks at more images than the course has. */
const MAX_REMEMBERED = 32;

const descriptor = z.object({ digest: z.string(), size: z.number() });
const platform = z.object({ os: z.string(), architecture: z.string() });
const manifestSchema = z.object({
  config: descriptor.optional(),
  layers: z.array(descriptor).max(MAX_LAYERS).optional(),
  manifests: z
    .array(z.object({ digest: z.string(), platform: platform.optional() }))
    .max(MAX_PLATFORMS)
    .optional(),
});
const tagsSchema = z.object({ tags: z.array(z.string()).nullish() });

/** What a digest stands for never changes. By registry, repository and digest, for each sandbox. */
const remembered = new WeakMap<object, Map<string, ManifestView>>();

export interface RegistryReaderOptions {
  readonly sandbox: Pick<ReadySandbox, 'exec'>;
  /** In Docker's words, of the learner's engine. */
  readonly architecture: () => Promise<string>;
  /** On a person's own machine there is no course registry: names lead where Docker takes them there. */
  readonly isOwnMachine: boolean;
  /** The learner's account in the course registry, where only that may be looked at of what was pushed there. */
  readonly account?: (() => Promise<string | undefined>) | undefined;
  readonly signal: AbortSignal;
}

/** An index or a manifest, to the byte. */
export interface RegistryDocument {
  readonly mediaType: string;
  readonly text: string;
}

/** Reads what a registry has, as it shows it to the learner's own engine. */
export function createRegistryReader({ sandbox, architecture, isOwnMachine, account, signal }: RegistryReaderOptions) {
  const client = createRegistryClient(sandbox, signal);
  const known = remembered.get(sandbox) ?? new Map<string, ManifestView>();
  remembered.set(sandbox, known);

  /** Where the registry has the repository; `undefined` where there can be none. */
  const addressOf = async ({ host, repository }: ImageReference): Promise<string | undefined> => {
    // Docker asks these without TLS.
    if (/^(localhost|127\.\d+\.\d+\.\d+)(:|$)/.test(host)) return `http://${host}/v2/${repository}`;
    if (isOwnMachine) return `https://${host === 'docker.io' ? 'registry-1.docker.io' : host}/v2/${repository}`;
    const course = `https://${registryHost}/v2`;
    if (host === registryHost) {
      if (account === undefined || isCourseRepository(repository)) return `${course}/${repository}`;
      const own = await account();
      return own !== undefined && repository.startsWith(`${own}/`) ? `${course}/${repository}` : undefined;
    }
    if (host !== 'docker.io') return `${course}/${host}/${repository}`;
    return isCourseRepository(repository) ? `${course}/${repository}` : undefined;
  };

  const unlessMissing = (answer: RegistryAnswer | undefined, address: string): RegistryAnswer | undefined => {
    if (!answer || [401, 403, 404].includes(answer.status)) return undefined;
    if (answer.status !== 200) throw new Error(`The registry answered ${answer.status} to ${address}.`);
    return answer;
  };

  const get = async (address: string) => unlessMissing(await client.get(address, { accept: MANIFESTS }), address);

  const need = async <Schema extends z.ZodType>(address: string, schema: Schema): Promise<z.infer<Schema>> => {
    const answer = await get(address);
    if (!answer) throw new Error(`The registry does not have ${address}, which it has named.`);
    return schema.parse(JSON.parse(answer.body));
  };

  const describe = async (repository: string, digest: string, answer: RegistryAnswer): Promise<ManifestView> => {
    const manifest = manifestSchema.parse(JSON.parse(answer.body));
    const mediaType = mediaTypeOf(answer);
    const view = (platforms: readonly string[], { layers = [] }: Pick<z.infer<typeof manifestSchema>, 'layers'>) => ({
      digest,
      mediaType,
      platforms,
      layers: layers.map((layer) => ({ digest: layer.digest, sizeBytes: layer.size })),
    });
    if (!manifest.manifests) {
      if (!manifest.config) return view([], manifest);
      const { os, architecture: built } = await need(`${repository}/blobs/${manifest.config.digest}`, platform);
      return view([`${os}/${built}`], manifest);
    }
    // What a builder attests of an image stands beside it, as one for an unknown platform.
    const images = manifest.manifests.filter((image) => image.platform && image.platform.os !== 'unknown');
    const own = await architecture();
    const fitting = images.find((image) => image.platform?.os === 'linux' && image.platform.architecture === own);
    const platforms = images.map((image) => `${image.platform?.os}/${image.platform?.architecture}`);
    if (!fitting) return view(platforms, {});
    return view(platforms, await need(`${repository}/manifests/${fitting.digest}`, manifestSchema));
  };

  return {
    /** What the registry has under a name or digest, as it lies there; `undefined` where that can't be had. */
    async document(text: string): Promise<RegistryDocument | undefined> {
      const reference = parseImageReference(text);
      const repository = reference && (await addressOf(reference));
      if (!reference || repository === undefined) return undefined;
      const answer = await get(`${repository}/manifests/${reference.version}`);
      return answer && { mediaType: mediaTypeOf(answer), text: answer.body };
    },

    async manifest(text: string): Promise<ManifestView | undefined> {
      const reference = parseImageReference(text);
      const repository = reference && (await addressOf(reference));
      if (!reference || repository === undefined) return undefined;
      const address = `${repository}/manifests/${reference.version}`;
      // A public registry counts what is got, and not what is only asked for.
      const head = unlessMissing(await client.get(address, { accept: MANIFESTS, isHead: true }), address);
      const digest = head?.headers.get('docker-content-digest');
      if (digest === undefined) return undefined;
      const key = `${repository}@${digest}`;
      const before = known.get(key);
      if (before) return before;
      const answer = await get(`${repository}/manifests/${digest}`);
      if (!answer) return undefined;
      const found = await describe(repository, digest, answer);
      if (known.size >= MAX_REMEMBERED) known.clear();
      known.set(key, found);
      return found;
    },

    async registryTags(text: string): Promise<readonly string[]> {
      const reference = parseImageReference(text);
      const repository = reference && (await addressOf(reference));
      if (repository === undefined) return [];
      const answer = await get(`${repository}/tags/list`);
      return answer ? (tagsSchema.parse(JSON.parse(answer.body)).tags ?? []).slice(0, MAX_TAGS) : [];
    },
  };
}

function mediaTypeOf({ headers }: RegistryAnswer): string {
  return headers.get('content-type')?.split(';')[0] ?? '';
}

/** One of the course's own: no account has such a name. */
function isCourseRepository(repository: string): boolean {
  const [first = ''] = repository.split('/', 1);
  return first === 'library' || first.includes('.');
}
