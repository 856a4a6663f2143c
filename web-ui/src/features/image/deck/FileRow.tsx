import type { CSSProperties, ReactNode } from 'react';
import {
  IconChevronRight,
  IconDeviceDesktopCog,
  IconFile,
  IconFolder,
  IconFolderOpen,
  IconLink,
  type Icon,
} from '@tabler/icons-react';
import { bytes, count } from '@/shared/text/format';
import { signOf } from './marks';
import { modeText, shown } from './paths';
import { Sign } from './Sign';
import type { Row } from './tree';
import classes from './FileTree.module.css';

/** Height in pixels. */
export const ROW = 28;
const STEP = 16;

interface FileRowProps {
  id: string;
  row: Extract<Row, { kind: 'file' }>;
  alone: boolean;
  at: boolean;
  chosen: boolean;
  place: CSSProperties;
  onAct: () => void;
}

/** One file of the tree; keys are the tree's business. */
export function FileRow({ id, row, alone, at, chosen, place, onAct }: FileRowProps) {
  const { file } = row;
  const directory = file.kind === 'DIRECTORY';
  const files = alone ? file.added + file.modified : file.files;
  return (
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={classes.row}
      role="treeitem"
      aria-level={row.depth + 1}
      aria-expanded={directory ? row.open : undefined}
      aria-selected={chosen}
      aria-posinset={row.position}
      aria-setsize={row.size}
      data-at={at || undefined}
      data-chosen={chosen || undefined}
      data-mark={file.mark}
      style={place}
      onClick={onAct}
    >
      <Sign {...signOf(file)} />
      <span className={classes.name} style={{ paddingInlineStart: row.depth * STEP }}>
        {directory ? (
          <IconChevronRight size={14} className={classes.turn} data-open={row.open || undefined} />
        ) : (
          <i />
        )}
        <KindIcon kind={file.kind} open={row.open} />
        <span className={classes.text}>{shown(row.name)}</span>
        {file.link !== null && file.kind === 'SYMLINK' && (
          <span className={classes.link}>→ {shown(file.link)}</span>
        )}
      </span>
      <span className={classes.mode}>{modeText(file.mode)}</span>
      <span className={classes.owner} title={`user ${file.uid}, group ${file.gid}`}>
        {file.uid}:{file.gid}
      </span>
      <span className={classes.size} title={directory ? count(files, 'file') : undefined}>
        {directory && files === 0 ? '' : bytes(directory && alone ? file.changedBytes : file.sizeBytes)}
      </span>
    </div>
  );
}

const ICONS: Record<string, Icon> = {
  SYMLINK: IconLink,
  HARDLINK: IconLink,
  CHAR: IconDeviceDesktopCog,
  BLOCK: IconDeviceDesktopCog,
};

function KindIcon({ kind, open }: { kind: string; open: boolean }) {
  const Icon = kind === 'DIRECTORY' ? (open ? IconFolderOpen : IconFolder) : (ICONS[kind] ?? IconFile);
  return <Icon size={15} className={classes.icon} data-kind={kind} aria-hidden />;
}

interface NoteRowProps {
  row: Extract<Row, { kind: 'note' }>;
  place: CSSProperties;
  children: ReactNode;
}

/** Says what a directory has besides the rows that are here. */
export function NoteRow({ row, place, children }: NoteRowProps) {
  const words = { loading: 'Loading…', empty: 'empty', failed: 'could not be read', more: children };
  return (
    <div className={classes.note} role="none" style={{ ...place, paddingInlineStart: 44 + row.depth * STEP }}>
      {words[row.what]}
    </div>
  );
}
