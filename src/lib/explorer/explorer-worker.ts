import type { ExplorerRequest, ExplorerResponse } from './explorer-messages.ts';
import { createImageFiles } from './image-files.ts';
import { LayerLibrary, UnreadableImageError } from './layer-library.ts';
import { readChanges } from './read-changes.ts';

/** Runs beside the page: a hundred thousand files are read, laid on each other and listed here, so that nothing waits for it there. */
const library = new LayerLibrary();
const files = createImageFiles({ layers: (chains) => library.layers(chains), changes: readChanges });

addEventListener('message', ({ data }: MessageEvent<ExplorerRequest>) => void answer(data));

async function answer({ id, name, ask }: ExplorerRequest): Promise<void> {
  try {
    const call = files[name] as (ask: unknown) => ReturnType<(typeof files)[typeof name]>;
    send({ id, answer: await call(ask) });
  } catch (error) {
    if (!(error instanceof UnreadableImageError)) console.error(error);
    const problem = error instanceof UnreadableImageError ? error.message : 'This image’s files could not be listed.';
    send({ id, problem });
  }
}

function send(response: ExplorerResponse): void {
  postMessage(response);
}
