import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FoundFiles } from '@/shared/api/model';
import { count } from '@/shared/text/format';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Search } from '@/shared/ui/Search';
import { Toolbar } from '@/shared/ui/Toolbar';
import { FoundFileRow } from '../components/FoundFileRow';
import { filesQuery } from '../file.api';
import classes from './FilesPage.module.css';

/** Which images and which containers of the fleet have this file? */
export function FilesPage() {
  const { q = '' } = useSearch({ from: '/shell/files' });
  const navigate = useNavigate({ from: '/files' });
  const found = useQuery(filesQuery(q));
  return (
    <Page
      title="Files"
      sub="In which images is this file, and which containers run with it? All connected hosts are asked."
    >
      <Card flush>
        <Toolbar>
          <Search
            label="Path, pattern or SHA-256"
            value={q}
            onChange={(next) => void navigate({ search: { q: next || undefined }, replace: true })}
          />
          {found.data !== undefined && <span className={classes.count}>{words(found.data)}</span>}
        </Toolbar>
        <Answer q={q} found={found} />
      </Card>
    </Page>
  );
}

const words = (found: FoundFiles) =>
  found.more ? `the first ${found.items.length}: search for less` : count(found.items.length, 'file');

interface AnswerProps {
  q: string;
  found: { data?: FoundFiles; error: Error | null; isFetching: boolean; refetch: () => unknown };
}

function Answer({ q, found: { data, error, isFetching, refetch } }: AnswerProps) {
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return isFetching ? <Loading rows={6} height={52} /> : <HowTo typed={q !== ''} />;
  return (
    <>
      {data.unasked.length > 0 && (
        <p className={classes.unasked} role="status">
          Not asked: {data.unasked.map(({ hostName, why }) => `${hostName} (${why})`).join(', ')}.
        </p>
      )}
      {data.items.length === 0 ? (
        <Empty title="No image has such a file">
          Files that a higher sheet of the image hides don’t count, and neither does what containers wrote
          themselves.
        </Empty>
      ) : (
        <ul className={classes.list} aria-label="Files found">
          {data.items.map((file) => (
            <FoundFileRow key={`${file.diffId} ${file.path}`} file={file} />
          ))}
        </ul>
      )}
    </>
  );
}

const EXAMPLES: [string, string][] = [
  ['libssl', 'part of a path'],
  ['/etc/nginx/', 'how the path begins'],
  ['**/log4j-core-*.jar', 'a pattern: * stays in one directory, ** does not'],
  ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'the SHA-256 of the bytes'],
];

function HowTo({ typed }: { typed: boolean }) {
  const navigate = useNavigate({ from: '/files' });
  return (
    <div className={classes.howTo}>
      <p>{typed ? 'Name a little more of it, as in' : 'Search, for example, for'}</p>
      <dl>
        {EXAMPLES.map(([example, meaning]) => (
          <div key={example}>
            <dt>
              <button type="button" onClick={() => void navigate({ search: { q: example }, replace: true })}>
                {example.length > 40 ? `${example.slice(0, 16)}…` : example}
              </button>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
