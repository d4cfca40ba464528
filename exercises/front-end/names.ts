export const NODE = 'harbour:node';
export const WEB = 'harbour:web';
export const PORT = 8090;
