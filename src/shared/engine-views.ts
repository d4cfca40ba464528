import * as z from 'zod/mini';

/** What pictures show of a learner's engine. Each part is read only while a picture of it is on the learner's screen. */
export const enginePartSchema = z.enum(['images', 'containers']);
export type EnginePart = z.infer<typeof enginePartSchema>;

/** More is no picture any more. Images of one engine have seldom more than 127 layers: its storage stacks no more. */
export const MAX_PICTURED_IMAGES = 100;
export const MAX_PICTURED_LAYERS = 127;
export const MAX_PICTURED_CONTAINERS = 100;

/** An instruction is cut off behind so many characters. */
export const MAX_INSTRUCTION_LENGTH = 120;

/** Further ones of one image are left out. */
export const MAX_SETTINGS = 40;
export const MAX_NAMES = 50;

const countSchema = z.int().check(z.gte(0));
const instructionSchema = z.string().check(z.maxLength(MAX_INSTRUCTION_LENGTH));

/**
 * A layer as it lies on disk: one archive on top of certain others. Two images that have the same archive above different ones have two of them. `below` is the place
 * in the list of the layer under it, `null` for the lowest; `instruction` is what made it, as a Dockerfile says it, empty where the image does not tell.
 */
export const pictureLayerSchema = z.object({
  below: z.nullable(countSchema),
  digest: z.string(),
  sizeBytes: countSchema,
  instruction: instructionSchema,
});
export type PictureLayer = z.infer<typeof pictureLayerSchema>;

/** `createdAt` is ISO 8601. `top` is the place of its topmost layer in the list of layers, `null` for an image without any. `settings` are its instructions that made no layer, in their order. */
export const pictureImageSchema = z.object({
  id: z.string(),
  names: z.array(z.string()),
  sizeBytes: countSchema,
  createdAt: z.string(),
  top: z.nullable(countSchema),
  settings: z.array(instructionSchema),
});
export type PictureImage = z.infer<typeof pictureImageSchema>;

/** The images of a learner's engine, for this learner: those with names first, the newest first. What they share stands once in `layers`, below all that is on top of it. */
export const engineImagesSchema = z.object({
  layers: z.array(pictureLayerSchema),
  images: z.array(pictureImageSchema),
});
export type EngineImages = z.infer<typeof engineImagesSchema>;

/** `image` is what it was started by, or the beginning of its id where that name leads to another by now; `writtenBytes` the size of its own layer. */
export const pictureContainerSchema = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  imageId: z.string(),
  imageBytes: countSchema,
  state: z.string(),
  writtenBytes: countSchema,
});
export type PictureContainer = z.infer<typeof pictureContainerSchema>;

/** The containers of a learner's engine, running or not, for this learner; the oldest first. */
export const engineContainersSchema = z.object({ containers: z.array(pictureContainerSchema) });
export type EngineContainers = z.infer<typeof engineContainersSchema>;
