import { useQuery } from '@tanstack/react-query';
import type { ComparedFile } from '@/shared/api/model';
import { bytes, shortDigest } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Pane } from '../components/Pane';
import { KINDS, MARKS, markOf } from '../deck/marks';
import { modeText, shown } from '../deck/paths';
import { comparedFileQuery, type Pair } from './compare.api';
import { TextDiff } from './TextDiff';
import classes from './ComparedFilePane.module.css';

interface ComparedFilePaneProps {
  pair: Pair;
  path: string;
  onClose: () => void;
}

/** One file of both images: what became of it, and its lines. */
export function ComparedFilePane({ pair, path, onClose }: ComparedFilePaneProps) {
  const { data: file, error, refetch } = useQuery(comparedFileQuery(pair, path));
  return (
    <Pane path={path} onClose={onClose}>
      {error !== null && <ProblemNotice error={error} retry={() => void refetch()} />}
      {file === undefined && error === null && <Loading rows={4} height={22} />}
      {file !== undefined && (
        <>
          <Sides file={file} />
          {hasText(file) && <TextDiff pair={pair} path={path} />}
        </>
      )}
    </Pane>
  );
}

const isFile = (kind: string) => kind === 'FILE' || kind === 'HARDLINK';
const hasText = (file: ComparedFile) =>
  file.mark !== 'UNCHANGED' && (isFile(file.kind) || isFile(file.before?.kind ?? ''));

type Facts = Pick<
  ComparedFile,
  'kind' | 'sizeBytes' | 'mode' | 'uid' | 'gid' | 'link' | 'content' | 'modifiedAt'
>;

const LINES: [string, (side: Facts) => string][] = [
  ['Kind', (side) => KINDS[side.kind] ?? side.kind],
  ['Size', (side) => bytes(side.sizeBytes)],
  ['Mode', (side) => `${modeText(side.mode)} ${side.mode}`],
  ['Owner', (side) => `${side.uid}:${side.gid}`],
  ['Points to', (side) => (side.link === null ? '' : shown(side.link))],
  ['SHA-256', (side) => (side.content === null ? '' : `${shortDigest(side.content)}…`)],
  ['Modified', (side) => new Date(side.modifiedAt * 1000).toISOString().slice(0, 16).replace('T', ' ')],
];

/** Both sides' facts beside each other; what differs stands out. */
function Sides({ file }: { file: ComparedFile }) {
  const mark = markOf(file);
  const before: Facts | null = mark === 'ADDED' ? null : (file.before ?? file);
  const after: Facts | null = mark === 'REMOVED' ? null : file;
  return (
    <table className={classes.sides}>
      <caption>
        <b data-mark={mark}>
          {MARKS[mark].sign} {mark === 'UNCHANGED' ? 'the same in both' : MARKS[mark].word}
        </b>
      </caption>
      <thead>
        <tr>
          <td />
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {LINES.map(([name, of]) => {
          const one = before === null ? '' : of(before);
          const other = after === null ? '' : of(after);
          if (one === '' && other === '') return null;
          return (
            <tr key={name} data-differs={(before !== null && after !== null && one !== other) || undefined}>
              <th scope="row">{name}</th>
              <td>{one === '' ? '–' : one}</td>
              <td>{other === '' ? '–' : other}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
