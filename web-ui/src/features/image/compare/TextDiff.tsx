import { useQuery } from '@tanstack/react-query';
import type { TextDifference } from '@/shared/api/model';
import { bytes } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { textQuery, type Pair } from './compare.api';
import classes from './TextDiff.module.css';

const WORDS = { SAME: '', REMOVED: 'removed: ', ADDED: 'added: ' };
const SIGNS = { SAME: ' ', REMOVED: '−', ADDED: '+' };

/** What differs in a file's lines; what is no text is said to be none. */
export function TextDiff({ pair, path }: { pair: Pair; path: string }) {
  const { data, error, refetch } = useQuery(textQuery(pair, path));
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={6} height={16} />;
  const why = withoutText(data);
  if (why !== undefined) return <p className={classes.why}>{why}</p>;
  return (
    // A scrollable region must be reachable by keyboard (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.diff} tabIndex={0} role="region" aria-label="Lines that differ">
      {data.hunks.map((hunk) => (
        <div key={hunk.beforeLine}>
          <div className={classes.place}>
            line {hunk.beforeLine} → {hunk.afterLine}
          </div>
          {hunk.lines.map((line, i) => (
            <div key={i} className={classes.line} data-fate={line.fate}>
              <span aria-hidden>{SIGNS[line.fate]}</span>
              <span className="visually-hidden">{WORDS[line.fate]}</span>
              <code>{line.text}</code>
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

function withoutText(difference: TextDifference) {
  if (difference.kind === 'BINARY') return 'Not shown line by line: it is no text.';
  if (difference.kind === 'TOO_LARGE')
    return `Not shown line by line: with ${bytes(Math.max(difference.beforeBytes, difference.afterBytes))} it is too large.`;
  return difference.hunks.length === 0 ? 'The content is the same.' : undefined;
}
