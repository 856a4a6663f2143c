import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { itemsOf } from '@/shared/api/paging';
import { bytes } from '@/shared/text/format';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { searchQuery, type Search, type View } from './layer.api';
import { signOf } from './marks';
import { modeText, shown } from './paths';
import { Sign } from './Sign';
import classes from './FileTree.module.css';

interface FoundFilesProps {
  view: View;
  search: Search;
  chosen: string | undefined;
  onChoose: (path: string) => void;
}

/** All files of the sheet or stack that a search wants, with their whole paths. */
export function FoundFiles({ view, search, chosen, onChoose }: FoundFilesProps) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery(
    searchQuery(view, search),
  );
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={6} height={24} />;
  const found = itemsOf(data);
  if (found.length === 0)
    return <Empty title="No file is like this">Look through the whole stack, or search for less.</Empty>;
  return (
    // A scrollable region must be reachable by keyboard (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.box} role="region" aria-label="Files found" tabIndex={0}>
      <ul className={classes.found}>
        {found.map((file) => (
          <li key={file.path}>
            <button
              type="button"
              className={classes.row}
              data-mark={file.mark}
              data-chosen={file.path === chosen || undefined}
              onClick={() => onChoose(file.path)}
            >
              <Sign {...signOf(file)} />
              <span className={classes.name}>
                <span className={classes.text} title={shown(file.path)}>
                  {shown(file.path)}
                  {file.kind === 'DIRECTORY' && '/'}
                </span>
              </span>
              <span className={classes.mode}>{modeText(file.mode)}</span>
              <span className={classes.size}>{bytes(file.sizeBytes)}</span>
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className={classes.foot}>
          <Button
            size="compact-xs"
            variant="subtle"
            loading={isFetching}
            onClick={() => void fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </div>
  );
}
