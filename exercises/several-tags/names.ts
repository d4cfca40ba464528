export const OLD = 'webapp:1.0';
export const NEW = ['webapp:1.1', 'webapp:1', 'webapp:latest'] as const;
