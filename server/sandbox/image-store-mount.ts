import { roleLabel } from '../domain/docker-names.ts';
import { imageStorePath } from './learner.ts';

/** The shared image store, for a container that only reads it. `name` is its volume's. */
export function imageStoreMount(name: string) {
  return {
    Type: 'volume' as const,
    Source: name,
    Target: imageStorePath,
    ReadOnly: true,
    // A store that was lost is made again by the next set-up, which knows it by its label.
    VolumeOptions: {
      NoCopy: true,
      Labels: { [roleLabel]: 'store' },
      DriverConfig: { Name: 'local', Options: {} },
    },
  };
}
