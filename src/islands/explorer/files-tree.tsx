import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { announce } from '../../lib/announce.ts';
import { byteWords } from '../../lib/byte-words.ts';
import { askExplorer } from '../../lib/explorer/ask-explorer.ts';
import type { ListChoice, Listed, RowSlice } from '../../lib/explorer/explorer-messages.ts';
import type { FileRow, FileSort } from '../../lib/explorer/file-rows.ts';
import { modeWords, pathWords } from '../../lib/explorer/words.ts';
import { stepByKey } from './list-keys.ts';
import { Refused } from './refused.tsx';
import { problemOf } from './use-asked.ts';

/** In px, as explorer.css has it. */
const ROW_PX = 24;
/** Rows beyond what is seen, so that scrolling finds some there. */
const AHEAD = 24;
/** Not asked for anew at each row that is scrolled by. */
const STEP = 16;

const marks = { added: '+', changed: '~', same: '=', removed: '−' } as const;
const markWords = { added: 'added', changed: 'changed', same: 'written again as it was', removed: 'removed' } as const;

interface FilesTreeProps {
  readonly listed: Listed;
  readonly label: string;
  /** What stands where there is none. */
  readonly empty: string;
}

/** Files as a tree, of which only what is in view is drawn: there may be a hundred thousand. */
export function FilesTree({ listed, label, empty }: FilesTreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<FileSort>('path');
  const [toggled, setToggled] = useState<readonly string[]>([]);
  const [active, setActive] = useState(0);
  const [view, setView] = useState({ top: 0, height: 400 });
  const [slice, setSlice] = useState<RowSlice>();
  const [problem, setProblem] = useState<string>();
  const [tries, setTries] = useState(0);

  const choice = useMemo((): ListChoice => ({ listed, filter, sort, toggled }), [filter, sort, toggled]);
  const from = Math.max(0, Math.floor((view.top / ROW_PX - AHEAD) / STEP) * STEP);
  const to = Math.ceil(((view.top + view.height) / ROW_PX + AHEAD) / STEP) * STEP;
  useEffect(() => {
    let isOver = false;
    askExplorer('rows', { choice, from, to }).then(
      (found) => {
        if (isOver) return;
        setProblem(undefined);
        setSlice(found);
      },
      (error: unknown) => {
        if (!isOver) setProblem(problemOf(error));
      },
    );
    return () => {
      isOver = true;
    };
  }, [choice, from, to, tries]);

  useEffect(() => {
    const current = scroller.current;
    if (!current) return undefined;
    const look = () => setView({ top: current.scrollTop, height: current.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(current);
    return () => observer.disconnect();
  }, [slice === undefined]);

  const total = slice?.total ?? 0;
  useEffect(() => {
    if (filter !== '' && slice) announce(`${total.toLocaleString('en')} lines`);
  }, [total, filter]);

  const goTo = (index: number) => {
    setActive(index);
    const current = scroller.current;
    if (!current) return;
    const top = index * ROW_PX;
    if (top < current.scrollTop) current.scrollTop = top;
    else if (top + ROW_PX > current.scrollTop + current.clientHeight) {
      current.scrollTop = top + ROW_PX - current.clientHeight;
    }
  };
  const rowAt = (index: number) => slice?.rows[index - slice.from];
  const toggle = ({ path }: FileRow) =>
    setToggled((before) => (before.includes(path) ? before.filter((each) => each !== path) : [...before, path]));

  const press = async (event: KeyboardEvent) => {
    const row = rowAt(active);
    const page = Math.max(1, Math.floor(view.height / ROW_PX) - 1);
    const next = stepByKey(event.key, active, total, page);
    if (next !== undefined) {
      event.preventDefault();
      goTo(next);
    } else if (row?.isFolder && isToggle(event.key, row)) {
      event.preventDefault();
      toggle(row);
    } else if (row && event.key === 'ArrowLeft' && row.level > 1) {
      event.preventDefault();
      const path = row.path.slice(0, row.path.lastIndexOf('/'));
      const parent = await askExplorer('find', { choice, path }).catch(() => -1);
      if (parent >= 0) goTo(parent);
    } else if (row?.isOpen && event.key === 'ArrowRight') {
      event.preventDefault();
      goTo(Math.min(active + 1, total - 1));
    }
  };

  const begin = () => {
    setActive(0);
    if (scroller.current) scroller.current.scrollTop = 0;
  };
  if (problem !== undefined) return <Refused problem={problem} again={() => setTries(tries + 1)} />;
  if (!slice) return <p class="explorer-note">Listing…</p>;
  if (total === 0 && filter === '') return <p class="explorer-note">{empty}</p>;
  return (
    <div class="layer-files">
      <div class="layer-files-tools">
        <input
          type="search"
          class="files-filter"
          placeholder="Filter by path"
          aria-label="Filter by path"
          value={filter}
          onInput={({ currentTarget }) => {
            setFilter(currentTarget.value);
            setToggled([]);
            begin();
          }}
        />
        <label class="files-sort">
          <span class="visually-hidden">Sort by</span>
          <select
            value={sort}
            onChange={({ currentTarget }) => {
              setSort(currentTarget.value === 'size' ? 'size' : 'path');
              begin();
            }}
          >
            <option value="path">By name</option>
            <option value="size">By size</option>
          </select>
        </label>
      </div>
      <div
        class="files-scroll"
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={rowAt(active) ? `${id}-${active}` : undefined}
        ref={scroller}
        onScroll={({ currentTarget }) => setView({ top: currentTarget.scrollTop, height: currentTarget.clientHeight })}
        onKeyDown={(event) => void press(event)}
      >
        <div class="files-rows" role="presentation" style={{ height: `${total * ROW_PX}px` }}>
          {slice.rows.map((row, offset) => {
            const index = slice.from + offset;
            return (
              <Row
                key={row.path}
                id={`${id}-${index}`}
                row={row}
                top={index * ROW_PX}
                isActive={index === active}
                onPress={() => {
                  setActive(index);
                  if (row.isFolder) toggle(row);
                }}
              />
            );
          })}
        </div>
      </div>
      {total === 0 && <p class="explorer-note">No path has “{filter}” in it.</p>}
    </div>
  );
}

function isToggle(key: string, { isOpen }: FileRow): boolean {
  return key === 'Enter' || key === ' ' || (key === 'ArrowRight' && !isOpen) || (key === 'ArrowLeft' && isOpen);
}

interface RowProps {
  readonly id: string;
  readonly row: FileRow;
  readonly top: number;
  readonly isActive: boolean;
  readonly onPress: () => void;
}

function Row({ id, row, top, isActive, onPress }: RowProps) {
  const { name, level, isFolder, isOpen, mark, kind, target } = row;
  return (
    <div
      id={id}
      role="treeitem"
      class="file-row"
      data-active={isActive}
      style={{ top: `${top}px`, paddingLeft: `${(level - 1) * 0.9 + 0.25}rem` }}
      aria-level={level}
      aria-posinset={row.place}
      aria-setsize={row.siblings}
      aria-expanded={isFolder ? isOpen : undefined}
      aria-selected={isActive}
      aria-label={describeRow(row)}
      onClick={onPress}
    >
      <span class="file-twist" data-open={isFolder ? isOpen : undefined} />
      <span class={mark ? `file-mark mark-${mark}` : 'file-mark'}>{mark ? marks[mark] : ''}</span>
      <span class="file-name">
        {pathWords(name)}
        {isFolder && '/'}
        {(kind === 'link' || kind === 'hard-link') && <span class="file-target"> → {pathWords(target)}</span>}
      </span>
      {isFolder && !isOpen && row.fileCount > 0 && <span class="file-count">{row.fileCount.toLocaleString('en')}</span>}
      <span class="file-mode">{row.mode === undefined ? '' : modeWords(row.mode)}</span>
      <span class="file-size">{sizeWords(row)}</span>
    </div>
  );
}

function sizeWords({ mark, sizeBytes, beforeBytes, isFolder, kind }: FileRow): string {
  // Of what a container wrote, the engine tells no sizes.
  if (sizeBytes + beforeBytes === 0 && kind === undefined) return '';
  if (mark === 'removed') return `−${byteWords(beforeBytes)}`;
  return kind === 'file' || isFolder ? byteWords(sizeBytes) : '';
}

function describeRow(row: FileRow): string {
  const { name, isFolder, mark, kind, target, mode, fileCount } = row;
  const what = isFolder ? `folder, ${fileCount} files` : kind === 'link' ? `link to ${target}` : '';
  return [pathWords(name), what, mark ? markWords[mark] : '', sizeWords(row), mode === undefined ? '' : modeWords(mode)]
    .filter(Boolean)
    .join(', ');
}
