export const INDEX_OF = 'hello-world:latest';
export const IDENTIFIED = 'busybox:1.37';
export const TWINS = ['twin:a', 'twin:b'] as const;

/** In `start/delivery/blobs/sha256/`: the layer whose text was changed after it had got its name. */
export const FORGED = '5ee9988e2629d14d4b6d2784e37bc92fbf722b6251afebb13be88078fb2f9f96';
