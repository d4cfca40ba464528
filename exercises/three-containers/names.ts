export const IMAGE = 'nginx:1.26-alpine';
export const CONTAINERS = ['red', 'green', 'blue'] as const;

export const WEB_ROOT = '/usr/share/nginx/html';
export const ADDED = `${WEB_ROOT}/news.html`;
export const DELETED = `${WEB_ROOT}/50x.html`;
export const CHANGED = `${WEB_ROOT}/index.html`;
