import { expect, test } from 'vitest';
import { imageStoreLabel, roleLabel } from '../server/domain/docker-names.ts';
import { unusedImageStores } from './unused-image-stores.ts';

const store = (Name: string) => ({ Name, Labels: { [roleLabel]: 'store' } });
const madeWith = (name: string) => ({ Labels: { [roleLabel]: 'sandbox', [imageStoreLabel]: name } });

test('a store that a sandbox was made with stays, be only its volume left', () => {
  const volumes = [store('a'), store('b'), store('c'), { Name: 'home', ...madeWith('b') }];
  expect(unusedImageStores(volumes, [madeWith('c')])).toEqual(['a']);
});

test('volumes that are no stores are never meant', () => {
  const volumes = [
    { Name: 'plain', Labels: null },
    { Name: 'registry', Labels: { [roleLabel]: 'registry' } },
    { Name: 'home', ...madeWith('gone') },
  ];
  expect(unusedImageStores(volumes, [{ Labels: null }])).toEqual([]);
});
