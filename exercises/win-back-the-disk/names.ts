/** The one container that runs when the learner begins. */
export const SHOP = 'shop';
/** Used by no container, and needed all the same. */
export const KEEPER = 'ledger-server:1.0';
export const VOLUME = 'ledger';
/** What a container of the keeper is to be called, and where it is to answer. */
export const BOOKS = { name: 'books', port: 8095 } as const;
/** On the page that lies in the volume. */
export const ENTRY = /41 parcels/;

/** What the builder keeps beside layers is a hundredth of this; each layer to be won back is twice as large. */
export const CACHE_LIMIT_BYTES = 3_000_000;
