/** One of them and an animal name an account. Plain words that nobody minds to be called by. */
export const adjectives = [
  ...['amber', 'bold', 'brave', 'bright', 'brisk', 'calm', 'cheerful', 'clear', 'clever', 'cosy', 'eager'],
  ...['gentle', 'glad', 'golden', 'happy', 'honest', 'jolly', 'keen', 'kind', 'lively', 'lucky', 'merry'],
  ...['neat', 'noble', 'patient', 'quick', 'quiet', 'silver', 'steady', 'sunny', 'swift', 'wise'],
] as const;

export const animals = [
  ...['alpaca', 'antelope', 'badger', 'beaver', 'bison', 'bluebird', 'caribou', 'chamois', 'cheetah', 'chipmunk'],
  ...['condor', 'crane', 'curlew', 'deer', 'dolphin', 'dormouse', 'eagle', 'egret', 'eider', 'elk', 'ermine'],
  ...['falcon', 'finch', 'firefly', 'flamingo', 'fox', 'gannet', 'gazelle', 'gecko', 'hedgehog', 'heron', 'ibis'],
  ...['kestrel', 'kingfisher', 'koala', 'lark', 'lemur', 'linnet', 'llama', 'lynx', 'marmot', 'marten', 'moose'],
  ...['narwhal', 'nightingale', 'ocelot', 'oriole', 'osprey', 'otter', 'owl', 'panda', 'pelican', 'penguin'],
  ...['plover', 'puffin', 'quail', 'raven', 'reindeer', 'robin', 'sparrow', 'squirrel', 'swan', 'tortoise', 'wren'],
] as const;

/**
 * Two words by chance, which may be somebody's already: then see `namesake`. `randomBelow` gives a whole number from 0 to below its limit. Every name has a
 * hyphen and no dot, so that none is what the course's own repositories begin with: `library`, `gcr.io`.
 */
export function drawAccountName(randomBelow: (limit: number) => number): string {
  return `${adjectives[randomBelow(adjectives.length)]}-${animals[randomBelow(animals.length)]}`;
}

/** The name for the first, second and so on learner who drew the same words: `calm-heron`, `calm-heron-2`. */
export function namesake(words: string, number: number): string {
  return number === 1 ? words : `${words}-${number}`;
}
