export const FAT = 'atlas:fat';
export const LEAN = 'atlas:lean';
export const PORT = 8080;
/** How many harbours `ports.txt` of the archive names. */
export const PORT_COUNT = 12;
