import type { Agent } from 'node:http';
import type { z } from 'zod';
import type { ContainerView, FileChange, HistoryRow, ImageView } from '../../src/shared/exercise/index.ts';
import {
  changesSchema,
  containerListSchema,
  historySchema,
  imageInspectSchema,
  imageListSchema,
} from './engine-schemas.ts';
import { httpGet } from './http-get.ts';

/** More is no course exercise, and would hold up everybody's checks. */
const MAX_IMAGES = 200;

/** A container with a hundred thousand changed files lists them in less. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

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
  const named = (collection: string, name: string, view: string) =>
    `/${collection}/${encodeURIComponent(name)}/${view}`;

  const image = async (reference: string): Promise<ImageView | undefined> => {
    const inspected = await read(named('images', reference, 'json'), imageInspectSchema);
    return inspected && toImageView(inspected);
  };

  return {
    image,

    async images(): Promise<readonly ImageView[]> {
      const listed = (await read('/images/json', imageListSchema)) ?? [];
      const views = await Promise.all(listed.slice(0, MAX_IMAGES).map(({ Id }) => image(Id)));
      return views.filter((view) => view !== undefined);
    },

    async history(reference: string): Promise<readonly HistoryRow[]> {
      const rows = (await read(named('images', reference, 'history'), historySchema)) ?? [];
      return rows.map(({ CreatedBy, Size, Comment }) => ({ createdBy: CreatedBy, sizeBytes: Size, comment: Comment }));
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

    async changes(container: string): Promise<readonly FileChange[]> {
      const changes = (await read(named('containers', container, 'changes'), changesSchema)) ?? [];
      return changes.flatMap(({ Kind, Path }) => {
        const kind = changeKinds[Kind];
        return kind ? [{ kind, path: Path }] : [];
      });
    },
  };
}
