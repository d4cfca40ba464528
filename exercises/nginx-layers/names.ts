export const BIG = 'nginx:1.26';
export const SMALL = 'nginx:1.26-alpine';
