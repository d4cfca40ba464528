/** What the stick brings: the image in `start/delivery.tar.gz`. */
export const DELIVERED = 'harbour/rota:7';
/** The one layer of it, uncompressed: the same in every engine, whatever that takes for the image's id. */
export const DELIVERED_LAYER = 'sha256:ed3e78221ec22f8e5825b2cf1a509fc1e350e7c4a0a95d5f0aa3f1f43bc25cab';

export const FERRY = 'ferry:1.0';
export const FLAT = 'ferry:flat';
export const MENDED = 'ferry:mended';

export const ARCHIVE = 'ferry.tar.gz';
export const CONTENTS = 'contents.txt';
