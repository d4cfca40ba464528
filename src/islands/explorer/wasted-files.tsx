import { byteWords } from '../../lib/byte-words.ts';
import type { ImageSummary } from '../../lib/explorer/explorer-messages.ts';
import type { WastedFile } from '../../lib/explorer/stack-files.ts';
import { countWords, pathWords } from '../../lib/explorer/words.ts';
import type { PictureLayer } from '../../shared/engine-views.ts';
import { Refused } from './refused.tsx';
import type { Asked } from './use-asked.ts';

const howWords: Readonly<Record<WastedFile['how'], string>> = {
  removed: 'removed',
  replaced: 'replaced',
  again: 'stored once more with the same content',
};

interface WastedFilesProps {
  readonly summary: Asked<ImageSummary>;
  readonly layers: readonly PictureLayer[];
  readonly onLayer: (layer: number) => void;
}

/** Bytes that an image carries and no container of it can see. */
export function WastedFiles({ summary, layers, onLayer }: WastedFilesProps) {
  if (summary.state === 'refused') return <Refused problem={summary.problem} again={summary.again} />;
  if (summary.state === 'waiting') return <p class="explorer-note">Reading the files of its layers…</p>;
  const { wasted, wastedBytes, wastedCount } = summary.value;
  if (wastedCount === 0) {
    return (
      <p class="explorer-note">
        Nothing is wasted: no layer hides a file of a layer below. What one layer stores, no later one removes or
        replaces.
      </p>
    );
  }
  const layerButton = (place: number) => (
    <button
      type="button"
      class="quiet"
      title={layers[place]?.instruction}
      aria-label={`Layer ${place + 1}: ${layers[place]?.instruction}`}
      onClick={() => onLayer(place)}
    >
      layer {place + 1}
    </button>
  );
  return (
    <div class="explorer-scroll" tabIndex={0} role="group" aria-label="Wasted files">
      <p class="explorer-sum">
        <strong>{byteWords(wastedBytes)}</strong> in {countWords(wastedCount, 'file')} travel with this image, and no
        container of it can see them: a later layer removes or replaces them. A file that is removed in the RUN that
        made it is in no layer at all.
      </p>
      <table class="wasted">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="wasted-size">
              Bytes
            </th>
            <th scope="col">Stored in</th>
            <th scope="col">Hidden by</th>
          </tr>
        </thead>
        <tbody>
          {wasted.map((file) => (
            <tr key={`${file.layer} ${file.by} ${file.path}`}>
              <td>
                <code>{pathWords(file.path)}</code>
              </td>
              <td class="wasted-size">{byteWords(file.sizeBytes)}</td>
              <td>{layerButton(file.layer)}</td>
              <td>
                {layerButton(file.by)} <span class="wasted-how">{howWords[file.how]}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {wastedCount > wasted.length && (
        <p class="explorer-foot">
          The {wasted.length} largest are listed, of {wastedCount.toLocaleString('en')}.
        </p>
      )}
    </div>
  );
}
