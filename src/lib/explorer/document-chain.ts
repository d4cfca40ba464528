import * as z from 'zod/mini';
import type { ImageManifests } from '../../shared/explorer-views.ts';
import { digestOf } from './digests.ts';
import type { ReadConfig } from './read-documents.ts';

const descriptorSchema = z.object({ digest: z.string(), size: z.optional(z.number()) });
const documentSchema = z.object({
  manifests: z.optional(z.array(descriptorSchema)),
  config: z.optional(descriptorSchema),
  layers: z.optional(z.array(descriptorSchema)),
});

/** One of what is written down of an image. */
export interface ChainedDocument {
  readonly kind: 'index' | 'manifest' | 'config';
  /** By which others name it. */
  readonly digest: string;
  /** The SHA-256 of the text, computed in this page. */
  readonly computed: string;
  readonly text: string;
  readonly sizeBytes: number;
}

/** An archive of a layer: as it is sent, and unpacked. The page has neither, so it can't compute their digests. */
export interface ChainedLayer {
  readonly diffId: string;
  readonly sent: { readonly digest: string; readonly sizeBytes: number | undefined } | undefined;
}

export interface DocumentChain {
  /** What the registry knows it as; `undefined` where none does. */
  readonly reference: string | undefined;
  /** Each named by the one before it. */
  readonly documents: readonly ChainedDocument[];
  readonly layers: readonly ChainedLayer[];
}

/** An image's documents in the order in which one names the next: for each place that it came from or went to, or for none. */
export function documentChains(
  imageId: string,
  config: ReadConfig,
  { origins }: ImageManifests,
): readonly DocumentChain[] {
  const own: ChainedDocument = {
    kind: 'config',
    digest: imageId,
    computed: config.digest,
    text: config.text,
    sizeBytes: config.sizeBytes,
  };
  const diffIds = config.config?.diffIds ?? [];
  const chainOf = (
    reference: string | undefined,
    texts: ImageManifests['origins'][number]['documents'],
  ): DocumentChain => {
    const documents = texts.map(({ digest, text }): ChainedDocument => {
      const bytes = new TextEncoder().encode(text);
      const kind = parse(text)?.manifests ? 'index' : 'manifest';
      return { kind, digest, computed: digestOf(bytes), text, sizeBytes: bytes.length };
    });
    const manifest = documents.find(({ kind }) => kind === 'manifest');
    const sent = (manifest && parse(manifest.text)?.layers) ?? [];
    return {
      reference,
      documents: [...documents, own],
      layers: diffIds.map((diffId, index) => {
        const layer = sent[index];
        return { diffId, sent: layer && { digest: layer.digest, sizeBytes: layer.size } };
      }),
    };
  };
  const shown = origins.filter(({ documents }) => documents.length > 0);
  return shown.length === 0
    ? [chainOf(undefined, [])]
    : shown.map(({ reference, documents }) => chainOf(reference, documents));
}

function parse(text: string): z.infer<typeof documentSchema> | undefined {
  try {
    return documentSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
