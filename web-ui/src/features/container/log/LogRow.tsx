import { memo, useMemo, type CSSProperties, type Ref } from 'react';
import { parseAnsi } from './ansi';
import type { Line } from './lines';
import { markHits, type Piece } from './search';
import classes from './LogViewer.module.css';

interface LogRowProps {
  ref: Ref<HTMLDivElement>;
  index: number;
  start: number;
  line: Line;
  times: boolean;
  text: string;
  lit: boolean;
}

export const LogRow = memo(function LogRow({ ref, index, start, line, times, text, lit }: LogRowProps) {
  const pieces = useMemo(() => markHits(parseAnsi(line.text), text), [line.text, text]);
  return (
    <div
      ref={ref}
      data-index={index}
      className={classes.row}
      data-stderr={line.stderr || undefined}
      data-lit={lit || undefined}
      style={{ transform: `translateY(${start}px)` }}
    >
      {times && <time className={classes.time}>{line.time.slice(0, 23).replace('T', ' ')}</time>}
      <span className={classes.text}>
        {line.stderr && <span className="visually-hidden">stderr: </span>}
        {pieces.map((piece, i) =>
          piece.hit ? (
            <mark key={i}>{piece.text}</mark>
          ) : (
            <span key={i} style={styleOf(piece)}>
              {piece.text}
            </span>
          ),
        )}
        {line.text === '' && '\u00a0'}
      </span>
    </div>
  );
});

function styleOf(piece: Piece): CSSProperties | undefined {
  const { color, background, bold, dim, italic, underline } = piece;
  if (color === undefined && background === undefined && !bold && !dim && !italic && !underline)
    return undefined;
  return {
    color,
    backgroundColor: background,
    fontWeight: bold ? 600 : undefined,
    opacity: dim ? 0.65 : undefined,
    fontStyle: italic ? 'italic' : undefined,
    textDecoration: underline ? 'underline' : undefined,
  };
}
