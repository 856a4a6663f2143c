import { Button } from '@mantine/core';
import { IconArrowLeft, IconListSearch } from '@tabler/icons-react';
import { count } from '@/shared/text/format';
import type { LogView } from './feed';
import classes from './LogViewer.module.css';

interface SearchedPartProps {
  view: LogView;
  text: string;
  /** What the whole log was searched for; null while it is followed. */
  whole: string | null;
  onWhole: (text: string | null) => void;
}

/** Which part of the log a search went through, and the way to all of it; nothing when all of it is here. */
export function SearchedPart({ view, text, whole, onWhole }: SearchedPartProps) {
  if (whole === null && (text === '' || !view.older)) return null;
  return (
    <div className={classes.part}>
      <span role="status">
        {whole === null ? `Searched in the newest ${count(view.lines.length, 'line')}.` : found(view, whole)}
      </span>
      {whole === null ? (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconListSearch size={14} />}
          onClick={() => onWhole(text)}
        >
          Search the whole log
        </Button>
      ) : (
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconArrowLeft size={14} />}
          onClick={() => onWhole(null)}
        >
          Back to the log
        </Button>
      )}
    </div>
  );
}

function found(view: LogView, whole: string): string {
  const lines = count(view.lines.length, 'line');
  if (view.state === 'lost') return `The search for “${whole}” broke off after ${lines}.`;
  if (view.state !== 'ended') return `Searching the whole log for “${whole}”: ${lines} so far…`;
  if (view.lines.length === 0) return `No line of the whole log holds “${whole}”.`;
  const held = view.lines.length === 1 ? 'holds' : 'hold';
  return `${lines} of the whole log ${held} “${whole}”${view.older ? '; these are the newest' : ''}.`;
}
