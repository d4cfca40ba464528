export const IMAGE = 'slug:1.0';
export const TITLE = 'Docker Images: Hands-on';
export const ADDRESS = 'docker-images-hands-on';
