import { byteWords } from '../lib/byte-words.ts';
import { clipCode } from '../lib/clip-text.ts';
import {
  type ContainerStacks,
  type DrawnContainer,
  type DrawnImage,
  layOutContainers,
} from '../lib/container-stacks.ts';
import type { PictureContainer } from '../shared/engine-views.ts';

/** A container's own layer: three lines of words, and what was written rises behind them. */
const WRITABLE_Y = 4;
const WRITABLE_HEIGHT = 92;
const IMAGE_Y = WRITABLE_Y + WRITABLE_HEIGHT + 6;
const IMAGE_HEIGHT = 96;
const FOOT_Y = IMAGE_Y + IMAGE_HEIGHT + 24;

export const CONTAINERS_HEIGHT = FOOT_Y + 8;

const PAD = 10;

interface ContainersDrawingProps {
  readonly containers: readonly PictureContainer[];
  /** Of the elements' ids, of which a page may have only one each. */
  readonly id: string;
}

/** Containers on their images, each with its own layer and what was written into it, to one scale. */
export function ContainersDrawing({ containers, id }: ContainersDrawingProps) {
  const stacks = layOutContainers(containers, { image: IMAGE_HEIGHT, written: WRITABLE_HEIGHT });
  return (
    <svg viewBox={`0 0 640 ${CONTAINERS_HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
      <title id={`${id}-title`}>Containers on their images</title>
      <desc id={`${id}-desc`}>{describeContainers(stacks)}</desc>
      {stacks.images.map((image) => (
        <Image key={image.id} image={image} />
      ))}
      <text class="small" x="0" y={FOOT_Y}>
        {sumUp(stacks)}
      </text>
    </svg>
  );
}

function Image({ image }: { readonly image: DrawnImage }) {
  const { name, x, width, height, sizeBytes, containers } = image;
  return (
    <g>
      {containers.map((each) => (
        <Container key={each.container.id} drawn={each} />
      ))}
      <rect class="layer" x={x + 0.5} y={IMAGE_Y} width={width - 1} height={height} rx="4" />
      <text class="code-s" x={x + PAD} y={IMAGE_Y + 19}>
        {clipCode(name, width - 2 * PAD, 12)}
      </text>
      <text class="small soft" x={x + PAD} y={IMAGE_Y + 36}>
        {byteWords(sizeBytes)}
        {width > 150 ? ', read-only' : ''}
      </text>
    </g>
  );
}

function Container({ drawn: { container, x, width, writtenHeight } }: { readonly drawn: DrawnContainer }) {
  return (
    <g>
      <rect
        class="written"
        x={x + 0.5}
        y={WRITABLE_Y + WRITABLE_HEIGHT - writtenHeight}
        width={width - 1}
        height={writtenHeight}
      />
      <rect class="layer writable" x={x + 0.5} y={WRITABLE_Y} width={width - 1} height={WRITABLE_HEIGHT} rx="4" />
      <text class="code-s" x={x + PAD} y={WRITABLE_Y + 20}>
        {clipCode(container.name, width - 2 * PAD, 12)}
      </text>
      <text class="small soft" x={x + PAD} y={WRITABLE_Y + 38}>
        {container.state}
      </text>
      <text class="small label" x={x + PAD} y={WRITABLE_Y + 60}>
        {byteWords(container.writtenBytes)}
      </text>
      {width > 110 && (
        <text class="small soft" x={x + PAD} y={WRITABLE_Y + 77}>
          in its own layer
        </text>
      )}
    </g>
  );
}

function sumUp({ writtenBytes, images, leftOut }: ContainerStacks): string {
  const older = leftOut > 0 ? ` ${leftOut} older ${leftOut === 1 ? 'one is' : 'ones are'} not drawn.` : '';
  const count = images.reduce((sum, { containers }) => sum + containers.length, 0);
  const who = count === 1 ? 'It has' : 'Together they have';
  return `${who} written ${byteWords(writtenBytes)}.${older}`;
}

/** The picture in words, for who can't see it. */
export function describeContainers(stacks: ContainerStacks): string {
  const images = stacks.images.map(({ name, sizeBytes, containers }) => {
    const each = containers.map(
      ({ container }) =>
        `${container.name} (${container.state}) with ${byteWords(container.writtenBytes)} in its own layer`,
    );
    return `On ${name}, ${byteWords(sizeBytes)}: ${each.join(', ')}.`;
  });
  return `${images.join(' ')} ${sumUp(stacks)}`;
}
