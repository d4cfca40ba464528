/** The version under judgement, and the one that differs from it by one line of `app.py`. */
export const RELEASE = '2.0.0';
export const PATCH = '2.0.1';

export const RELEASE_IMAGE = `harbour:${RELEASE}`;
export const PATCH_IMAGE = `harbour:${PATCH}`;

export const CONTAINER = 'harbour';
export const PORT = 8080;

/** What was in the image that was handed over. */
export const SECRETS = ['hbr_live_7f3c1e9a52d84b60', 'slack-water-9', 'reef-knot-41'];
