export const BEFORE = 'depot:1.4.1';
export const CANDIDATE = 'depot:2.0.0-rc.1';
export const RELEASE = 'depot:1.4.2';
export const VERSION_LABEL = 'org.opencontainers.image.version';
export const REVISION_LABEL = 'org.opencontainers.image.revision';
