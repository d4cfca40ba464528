export const FIRST = 'board:1';
export const SECOND = 'board:2';
export const THIRD = 'board:3';
export const PORT = 8080;
/** What the third image is to have of the package. */
export const PACKAGE = 'bunting 2.0';
