export const FILE = 'docker-bake.hcl';
export const IMAGES = ['site', 'clock'] as const;
export const FIRST = '1.0';
export const NEXT = '1.1';

/** Set by the Dockerfile: which stage an image is, and which version it was told to be. */
export const TITLE_LABEL = 'org.opencontainers.image.title';
export const VERSION_LABEL = 'org.opencontainers.image.version';
