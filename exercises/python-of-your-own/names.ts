export const PUBLIC = 'python:3.13-slim';
export const OWN = 'my-python:1.0';
/** With a registry in front, as a push to one would need it. */
export const FULL = 'localhost:5000/tools/python:3.13';
