export const BASE = 'nginx:1.26';
export const IMAGE = 'webapp:1.0';
export const WEB_ROOT = '/usr/share/nginx/html';
export const PORT = 8080;
