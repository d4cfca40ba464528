/** What sandboxes reach besides the course registry: the public Internet, or nothing. */
export const internetAccesses = ['open', 'registry-only'] as const;
export type InternetAccess = (typeof internetAccesses)[number];
