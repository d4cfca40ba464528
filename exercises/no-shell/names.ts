export const IMAGE = 'gauge:1.0';
export const CONTAINER = 'gauge';
export const PORT = 8080;
export const COPY = 'trace.txt';
