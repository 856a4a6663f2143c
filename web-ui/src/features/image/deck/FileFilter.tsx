import { Select } from '@mantine/core';
import { Search } from '@/shared/ui/Search';
import type { Search as Wanted } from './layer.api';
import { KINDS, MARKS, type Mark } from './marks';
import classes from './FileFilter.module.css';

interface FileFilterProps {
  search: Wanted;
  onSearch: (search: Wanted) => void;
  marks: Mark[];
  offered: Mark[];
  onMarks: (marks: Mark[]) => void;
}

const SIZES = [
  { value: '0', label: 'Any size' },
  { value: '65536', label: 'From 64 KiB' },
  { value: '1048576', label: 'From 1 MiB' },
  { value: '16777216', label: 'From 16 MiB' },
];
const ANY_KIND = { value: '', label: 'All kinds' };
const KIND_CHOICES = [
  ANY_KIND,
  ...Object.entries(KINDS).map(([value, word]) => ({
    value,
    label: word.charAt(0).toUpperCase() + word.slice(1),
  })),
];

/** What of the sheet or stack is wanted: a part of the path or a pattern, kind, size, marks. */
export function FileFilter({ search, onSearch, marks, offered, onMarks }: FileFilterProps) {
  const toggle = (mark: Mark) =>
    onMarks(marks.includes(mark) ? marks.filter((m) => m !== mark) : [...marks, mark]);
  return (
    <div className={classes.filter}>
      <Search label="Find a path, or **/*.so" value={search.q} onChange={(q) => onSearch({ ...search, q })} />
      <Select
        aria-label="Kind"
        data={KIND_CHOICES}
        value={search.kind}
        allowDeselect={false}
        onChange={(kind) => onSearch({ ...search, kind: kind ?? '' })}
        className={classes.choice}
      />
      <Select
        aria-label="Size"
        data={SIZES}
        value={String(search.minBytes)}
        allowDeselect={false}
        onChange={(size) => onSearch({ ...search, minBytes: Number(size ?? 0) })}
        className={classes.choice}
      />
      <div className={classes.marks} role="group" aria-label="Marks">
        {offered.map((mark) => (
          <button
            key={mark}
            type="button"
            className={classes.mark}
            data-mark={mark}
            aria-pressed={marks.includes(mark)}
            onClick={() => toggle(mark)}
          >
            <b aria-hidden>{MARKS[mark].sign === '' ? '=' : MARKS[mark].sign}</b>
            {mark === 'UNCHANGED' ? 'unchanged' : mark === 'HIDDEN' ? 'hidden' : MARKS[mark].word}
          </button>
        ))}
      </div>
    </div>
  );
}
