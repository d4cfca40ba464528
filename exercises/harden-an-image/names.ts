export const SOFT = 'kiosk:1.0';
export const HARD = 'kiosk:2.0';
export const CONTAINER = 'kiosk';
export const PORT = 8000;

/** The token that `start/Dockerfile` writes into the image. */
export const TOKEN = 'gull-4711-north';
