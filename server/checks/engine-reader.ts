import type { Agent } from 'node:http';
import type { z } from 'zod';
import type {
  BuildCacheEntry,
  ContainerDetails,
  ContainerView,
  FileChange,
  HistoryRow,
  ImageLayer,
  ImageView,
} from '../../src/shared/exercise/index.ts';
import { toContainerDetails } from './container-details.ts';
import {
  changesSchema,
  containerInspectSchema,
  containerListSchema,
  containerSizesSchema,
  diskUseSchema,
  historySchema,
  imageFoldersSchema,
  imageInspectSchema,
  imageListSchema,
  imageRowsSchema,
  versionSchema,
} from './engine-schemas.ts';
import { httpGet } from './http-get.ts';
import { matchLayers } from './image-layers.ts';

/** More is no course exercise, and would hold up everybody's checks. */
const MAX_IMAGES = 200;

/** A container with a hundred thousand changed files lists them in less. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** By name, digest or id. What is written in another way is none, and would be another path of the engine's API. */
const IMAGE = /^[\w][\w.:@-]*(?:\/[\w][\w.:@-]*)*$/;
const CONTAINER = /^\/?[a-zA-Z0-9][\w.-]*$/;

const changeKinds: readonly FileChange['kind'][] = ['modified', 'added', 'deleted'];

function toImageView(image: z.infer<typeof imageInspectSchema>): ImageView {
  return {
    id: image.Id,
    tags: image.RepoTags,
    layers: image.RootFS.Layers,
    sizeBytes: image.Size,
    createdAt: image.Created,
    architecture: image.Architecture,
    labels: image.Config.Labels,
    env: image.Config.Env,
    cmd: image.Config.Cmd,
    entrypoint: image.Config.Entrypoint,
    exposedPorts: Object.keys(image.Config.ExposedPorts),
    user: image.Config.User ?? '',
    workingDir: image.Config.WorkingDir ?? '',
  };
}

/** Reads a learner's engine, through an agent that leads to it, into the views that checks get. */
export function createEngineReader(agent: Agent, signal: AbortSignal) {
  /** `undefined` for what the engine does not have. */
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema> | undefined> => {
    const { status, body } = await httpGet({ agent, host: 'engine', path, maxBytes: MAX_ANSWER_BYTES, signal });
    if (status === 404) return undefined;
    if (status !== 200) throw new Error(`The engine answered ${status} to ${path}.`);
    return schema.parse(JSON.parse(body.toString()));
  };
  const readImage = async <Schema extends z.ZodType>(reference: string, view: string, schema: Schema) =>
    IMAGE.test(reference) ? read(`/images/${encodeURIComponent(reference)}/${view}`, schema) : undefined;
  const readContainer = async <Schema extends z.ZodType>(name: string, view: string, schema: Schema) =>
    CONTAINER.test(name) ? read(`/containers/${name.replace(/^\//, '')}/${view}`, schema) : undefined;

  const image = async (reference: string): Promise<ImageView | undefined> => {
    const inspected = await readImage(reference, 'json', imageInspectSchema);
    return inspected && toImageView(inspected);
  };

  const history = async (reference: string): Promise<readonly HistoryRow[]> => {
    const rows = (await readImage(reference, 'history', historySchema)) ?? [];
    return rows.map(({ CreatedBy, Size, Comment, Created }) => ({
      createdBy: CreatedBy,
      sizeBytes: Size,
      comment: Comment,
      createdAt: new Date(Created * 1_000).toISOString(),
    }));
  };

  return {
    image,

    async images(): Promise<readonly ImageView[]> {
      const listed = (await read('/images/json', imageListSchema)) ?? [];
      const views = await Promise.all(listed.slice(0, MAX_IMAGES).map(({ Id }) => image(Id)));
      return views.filter((view) => view !== undefined);
    },

    history,

    async layers(reference: string): Promise<readonly ImageLayer[]> {
      const found = await image(reference);
      // Of the same image, should the name be given to another meanwhile.
      return found ? matchLayers(found.layers, await history(found.id)) : [];
    },

    async containers(): Promise<readonly ContainerView[]> {
      const rows = (await read('/containers/json?all=1', containerListSchema)) ?? [];
      return rows.map((row) => ({
        id: row.Id,
        name: row.Names[0]?.replace(/^\//, '') ?? '',
        image: row.Image,
        imageId: row.ImageID,
        state: row.State,
        // The engine lists a port once for IPv4 and once for IPv6.
        ports: row.Ports.flatMap(({ PrivatePort, PublicPort, Type }) =>
          PublicPort === undefined ? [] : [{ containerPort: PrivatePort, hostPort: PublicPort, protocol: Type }],
        ).filter(
          (port, index, ports) =>
            ports.findIndex((other) => other.hostPort === port.hostPort && other.protocol === port.protocol) === index,
        ),
      }));
    },

    async container(name: string): Promise<ContainerDetails | undefined> {
      const inspected = await readContainer(name, 'json', containerInspectSchema);
      return inspected && toContainerDetails(inspected);
    },

    async buildCache(): Promise<readonly BuildCacheEntry[]> {
      const use = await read('/system/df?type=build-cache', diskUseSchema);
      return (use?.BuildCache ?? []).map(({ ID, Type, Description, InUse, Shared, Size, UsageCount }) => ({
        id: ID,
        kind: Type,
        description: Description,
        isInUse: InUse,
        isShared: Shared,
        sizeBytes: Size,
        usedCount: UsageCount,
      }));
    },

    /** All images as the engine lists them, the newest first, without a look at each. */
    async imageRows() {
      const rows = (await read('/images/json', imageRowsSchema)) ?? [];
      return rows.map(({ Id, RepoTags, Created, Size }) => ({
        id: Id,
        // What an older engine says of an image without a name.
        names: RepoTags.filter((name) => name !== '<none>:<none>'),
        createdAt: new Date(Created * 1_000).toISOString(),
        sizeBytes: Size,
      }));
    },

    /** All containers with the sizes of their own layers, which the engine measures on its disk for this. */
    async containerSizes() {
      const rows = (await read('/containers/json?all=1&size=1', containerSizesSchema)) ?? [];
      return rows.map((row) => ({
        id: row.Id,
        name: row.Names[0]?.replace(/^\//, '') ?? '',
        image: row.Image,
        imageId: row.ImageID,
        state: row.State,
        createdS: row.Created,
        writtenBytes: row.SizeRw ?? 0,
        allBytes: row.SizeRootFs ?? 0,
      }));
    },

    /** The folders of an image's layers on the engine's disk; empty when it has no such image, or keeps none. */
    async layerFolders(reference: string): Promise<readonly string[]> {
      const data = (await readImage(reference, 'json', imageFoldersSchema))?.GraphDriver?.Data ?? {};
      return [data['UpperDir'], ...(data['LowerDir'] ?? '').split(':')].filter((folder) =>
        folder?.startsWith('/'),
      ) as string[];
    },

    /** In Docker's words: `amd64`. */
    async architecture(): Promise<string> {
      const version = await read('/version', versionSchema);
      if (!version) throw new Error('The engine does not say what it runs on.');
      return version.Arch;
    },

    async changes(container: string): Promise<readonly FileChange[]> {
      const changes = (await readContainer(container, 'changes', changesSchema)) ?? [];
      return changes.flatMap(({ Kind, Path }) => {
        const kind = changeKinds[Kind];
        return kind ? [{ kind, path: Path }] : [];
      });
    },
  };
}
