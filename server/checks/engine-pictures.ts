import type { Agent } from 'node:http';
import {
  type EngineContainers,
  type EngineImages,
  type EnginePart,
  engineContainersSchema,
  engineImagesSchema,
  MAX_PICTURED_CONTAINERS,
  MAX_PICTURED_IMAGES,
} from '../../src/shared/engine-views.ts';
import type { ImageLayer } from '../../src/shared/exercise/index.ts';
import { PacedFlight } from '../domain/paced-flight.ts';
import { isAway } from './away.ts';
import { type Change, FINISHED_COMMAND } from './changes.ts';
import { createEngineReader } from './engine-reader.ts';
import { matchLayers, matchSettings } from './image-layers.ts';
import { stackImages } from './stack-images.ts';

/** A hundred images that were never looked at take a second. An engine that is paused meanwhile answers nothing, and whoever comes back waits for this. */
const READ_TIMEOUT_MS = 5_000;

/** A command of the learner's is a few events, and is seen at once; a loop of them is seen twice a second. */
const READS = { atOnce: 6, perSecond: 2 } as const;

/** What is on screen of an engine, as it is sent to the page. */
export type EnginePicture =
  | ({ readonly part: 'images' } & EngineImages)
  | ({ readonly part: 'containers' } & EngineContainers);

/** A page with pictures. */
export interface PictureViewer {
  onPicture(picture: EnginePicture): void;
}

type Reader = ReturnType<typeof createEngineReader>;
type Anatomy = { readonly layers: readonly ImageLayer[]; readonly settings: readonly string[] };

/**
 * What pictures show of one engine. Read when it may have changed, and only what is on somebody's screen; sent to each viewer when it is other than what they
 * have.
 */
export class EnginePictures implements Disposable {
  readonly #agent: Agent;
  readonly #life = new AbortController();
  readonly #flight: PacedFlight;
  /** By viewer, what they show, and of each part what they were sent last. */
  readonly #viewers = new Map<PictureViewer, Map<EnginePart, string | undefined>>();
  /** By id, which names an image's content: it never changes. */
  #anatomies = new Map<string, Anatomy>();

  constructor(options: { readonly agent: Agent; readonly onError: (error: unknown) => void }) {
    this.#agent = options.agent;
    this.#flight = new PacedFlight(async () => {
      const until = AbortSignal.any([this.#life.signal, AbortSignal.timeout(READ_TIMEOUT_MS)]);
      try {
        await this.#look(until);
      } catch (error) {
        // What did not answer is looked at with the next change.
        if (!until.aborted && !isAway(error)) options.onError(error);
      }
    }, READS);
  }

  /** From now on the viewer shows these parts and no others. */
  show(viewer: PictureViewer, parts: readonly EnginePart[]): void {
    const before = this.#viewers.get(viewer);
    if (parts.length === 0) this.#viewers.delete(viewer);
    else this.#viewers.set(viewer, new Map(parts.map((part) => [part, before?.get(part)])));
    if (parts.some((part) => !before?.has(part))) this.#flight.ask();
  }

  /** Something may have changed in the sandbox. A command that has ended may have written in a container, of which the engine does not tell. */
  note(change: Change): void {
    const parts = this.#parts();
    if (parts.size === 0) return;
    if (change === FINISHED_COMMAND || change.has('images') || change.has('containers')) this.#flight.ask();
  }

  [Symbol.dispose](): void {
    this.#life.abort(new Error('Nobody looks any more.'));
    this.#viewers.clear();
    this.#flight[Symbol.dispose]();
  }

  #parts(): ReadonlySet<EnginePart> {
    return new Set([...this.#viewers.values()].flatMap((sent) => [...sent.keys()]));
  }

  async #look(signal: AbortSignal): Promise<void> {
    const parts = this.#parts();
    if (parts.size === 0) return;
    const reader = createEngineReader(this.#agent, signal);
    if (parts.has('images')) this.#send({ part: 'images', ...(await this.#readImages(reader)) });
    if (parts.has('containers')) this.#send({ part: 'containers', ...(await readContainers(reader)) });
  }

  #send(picture: EnginePicture): void {
    const text = JSON.stringify(picture);
    for (const [viewer, sent] of this.#viewers) {
      if (!sent.has(picture.part) || sent.get(picture.part) === text) continue;
      sent.set(picture.part, text);
      viewer.onPicture(picture);
    }
  }

  async #readImages(reader: Reader): Promise<EngineImages> {
    const rows = await reader.imageRows();
    const shown = rows.toSorted(byPlace).slice(0, MAX_PICTURED_IMAGES);
    const anatomies = new Map<string, Anatomy>();
    // One after the other: checks have the same few connections, and should not stand behind a hundred images.
    for (const { id } of shown) {
      const anatomy = this.#anatomies.get(id) ?? (await readAnatomy(reader, id));
      if (anatomy) anatomies.set(id, anatomy);
    }
    // What was removed meanwhile is forgotten.
    this.#anatomies = anatomies;
    const images = shown.flatMap((row) => {
      const anatomy = anatomies.get(row.id);
      return anatomy ? [{ ...row, ...anatomy }] : [];
    });
    return engineImagesSchema.parse(stackImages(images));
  }
}

type Row = Awaited<ReturnType<Reader['imageRows']>>[number];

/** Those with names first, then the newest. The engine lists images of the same second in any order: theirs must not change from look to look. */
function byPlace(one: Row, other: Row): number {
  return (
    Number(other.names.length > 0) - Number(one.names.length > 0) ||
    Date.parse(other.createdAt) - Date.parse(one.createdAt) ||
    one.id.localeCompare(other.id)
  );
}

/** `undefined` where the image has just been removed. */
async function readAnatomy(reader: Reader, id: string): Promise<Anatomy | undefined> {
  const image = await reader.image(id);
  if (!image) return undefined;
  const history = await reader.history(id);
  return {
    layers: matchLayers(image.layers, history),
    settings: matchSettings(image.layers, history).map(({ createdBy }) => createdBy),
  };
}

async function readContainers(reader: Reader): Promise<EngineContainers> {
  const rows = await reader.containerSizes();
  const containers = rows
    // The newest come first, and times are in seconds.
    .toReversed()
    .toSorted((one, other) => one.createdS - other.createdS)
    .slice(-MAX_PICTURED_CONTAINERS)
    .map(({ createdS: _, allBytes, image, ...row }) => ({
      ...row,
      // The engine says the whole id where the name leads to another image by now.
      image: image.replace(/^sha256:([0-9a-f]{12}).*$/, '$1'),
      imageBytes: Math.max(0, allBytes - row.writtenBytes),
    }));
  return engineContainersSchema.parse({ containers });
}
