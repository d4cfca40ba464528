import * as z from 'zod/mini';

const configSchema = z.object({
  architecture: z.optional(z.string()),
  os: z.optional(z.string()),
  created: z.optional(z.string()),
  rootfs: z.object({ diff_ids: z.nullish(z.array(z.string())) }),
  history: z.nullish(
    z.array(
      z.object({
        created: z.optional(z.string()),
        created_by: z.optional(z.string()),
        comment: z.optional(z.string()),
        empty_layer: z.optional(z.boolean()),
      }),
    ),
  ),
});

/** What made an image, one instruction after the other. */
export interface BuildStep {
  /** As the builder wrote it down. */
  readonly createdBy: string;
  /** As a Dockerfile would say it, whole. */
  readonly instruction: string;
  readonly createdAt: string;
  /** Its layer's place from the base up; `undefined` for one that only changed settings. */
  readonly layer: number | undefined;
}

export interface ImageConfig {
  readonly diffIds: readonly string[];
  /** The base's first. */
  readonly steps: readonly BuildStep[];
  readonly platform: string;
}

/** Reads an image's config. `undefined` where it is none. */
export function parseImageConfig(text: string): ImageConfig | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = configSchema.safeParse(json);
  if (!data) return undefined;
  const diffIds = data.rootfs.diff_ids ?? [];
  let layer = 0;
  const steps = (data.history ?? []).map((row): BuildStep => {
    const createdBy = row.created_by ?? '';
    const isLayer = row.empty_layer !== true && layer < diffIds.length;
    return {
      createdBy,
      instruction: wholeInstruction(createdBy),
      createdAt: row.created ?? '',
      layer: isLayer ? layer++ : undefined,
    };
  });
  return { diffIds, steps, platform: [data.os, data.architecture].filter(Boolean).join('/') };
}

/** The older builder's word for what is no command. */
const NOTHING_RUN = /^\/bin\/sh -c #\(nop\)\s+/;
const HASHED_SOURCE = /^(ADD|COPY) (?:file|dir|multi):[0-9a-f]+ in /;
const SHELL_RUN = /^(?:RUN )?(?:\|\d+ (?<args>.*? )?)?\/bin\/sh -c /s;

/** An instruction as in a Dockerfile, without what builders add, and with its lines as they were. */
export function wholeInstruction(createdBy: string): string {
  const bare = createdBy.replace(/ # buildkit$/, '').trim();
  if (NOTHING_RUN.test(bare)) return bare.replace(NOTHING_RUN, '').replace(HASHED_SOURCE, '$1 … ');
  return bare.replace(SHELL_RUN, 'RUN ');
}

/** The build arguments that a RUN was given, as the builder wrote them before it. */
export function buildArguments(createdBy: string): string {
  return SHELL_RUN.exec(createdBy)?.groups?.['args']?.trim() ?? '';
}
