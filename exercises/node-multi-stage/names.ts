export const BUILD = 'tides:build';
export const SHIPPED = 'tides:1.0';
export const PORT = 8080;
/** What the program in the container listens on. */
export const LISTENING = 3000;
export const TOOL = 'shipwright';
/** The tool takes 21 MB, all else that the image gets on top of Node some kB. */
export const HEAVY_BYTES = 10_000_000;
