import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** The number in front of the file's name orders the folder; the address of the page goes without it. */
const withoutNumber = ({ entry }: { entry: string }) => entry.replace(/^\d+-/, '').replace(/\.mdx$/, '');

const lessons = defineCollection({
  loader: glob({ base: 'content/docker-images/lessons', pattern: '*.mdx', generateId: withoutNumber }),
  schema: z.strictObject({
    order: z.number().int().min(1),
    title: z.string().min(1).max(60),
    /** One sentence. */
    summary: z.string().min(1).max(200),
    minutes: z.number().int().min(1).max(60),
    objectives: z.array(z.string().min(1)).min(1).max(6),
    /** Ids of the exercises that the text shows, in its order. */
    exercises: z.array(z.string()),
  }),
});

export const collections = { lessons };
