import '../bench/voyage.ts';
