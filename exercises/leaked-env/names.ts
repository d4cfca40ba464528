export const LEAKY = 'shop:1.0';
export const CLEAN = 'shop:2.0';
export const VARIABLE = 'SHOP_KEY';
/** What `start/.env` has. */
export const SECRET = 'tide-7041-lantern';
