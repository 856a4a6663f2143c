import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconArrowsDiff, IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { Comparison } from '@/shared/api/model';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { ComparedFilePane } from '../compare/ComparedFilePane';
import { comparedView, comparisonQuery, type Pair } from '../compare/compare.api';
import { ConfigTable } from '../compare/ConfigTable';
import { DeckPair } from '../compare/DeckPair';
import { nameOf, Summary } from '../compare/Summary';
import { FileFilter } from '../deck/FileFilter';
import { FileTree } from '../deck/FileTree';
import { FoundFiles } from '../deck/FoundFiles';
import type { Mark } from '../deck/marks';
import deck from '../deck/Deck.module.css';
import { CompareDialog } from '../forms/CompareDialog';

/** Two images beside each other: files, sheets and configuration that are not the same. */
export function ComparePage() {
  const { digest } = useParams({ from: '/shell/images/$digest/comparison' });
  const { with: other, path } = useSearch({ from: '/shell/images/$digest/comparison' });
  const [choosing, setChoosing] = useState(false);
  const actions = (
    <>
      {other !== undefined && <SwapButton pair={{ digest, with: other }} />}
      <Button variant="default" leftSection={<IconArrowsDiff size={16} />} onClick={() => setChoosing(true)}>
        Compare with another…
      </Button>
      <CompareDialog digest={digest} opened={choosing} onClose={() => setChoosing(false)} />
    </>
  );
  if (other === undefined)
    return (
      <Page title="Compare images" over={<Link to="/images">Images</Link>} actions={actions}>
        <Card>
          <Empty title="Compare with what?">Choose the other image.</Empty>
        </Card>
      </Page>
    );
  return <Compared pair={{ digest, with: other }} path={path} actions={actions} />;
}

function SwapButton({ pair }: { pair: Pair }) {
  const navigate = useNavigate();
  return (
    <Button
      variant="default"
      leftSection={<IconArrowsExchange size={16} />}
      onClick={() =>
        void navigate({
          to: '/images/$digest/comparison',
          params: { digest: pair.with },
          search: { with: pair.digest },
        })
      }
    >
      Swap
    </Button>
  );
}

interface ComparedProps {
  pair: Pair;
  path: string | undefined;
  actions: React.ReactNode;
}

function Compared({ pair, path, actions }: ComparedProps) {
  const { data, error, refetch } = useQuery(comparisonQuery(pair));
  const title =
    data === undefined ? 'Compare images' : `${nameOf(data.before)} and ${nameOf(data.after)} compared`;
  return (
    <Page
      title={title}
      heading={data === undefined ? undefined : `${nameOf(data.before)} → ${nameOf(data.after)}`}
      over={<Link to="/images">Images</Link>}
      sub="What would change if the second image took the place of the first"
      actions={actions}
    >
      {error !== null && data === undefined ? (
        <ProblemNotice error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading rows={5} height={72} />
      ) : (
        <Parts pair={pair} path={path} comparison={data} />
      )}
    </Page>
  );
}

function Parts({ pair, path, comparison }: { pair: Pair; path?: string; comparison: Comparison }) {
  const differs = comparison.config.length;
  return (
    <>
      <Card>
        <Summary comparison={comparison} />
      </Card>
      <Files key={`${pair.digest} ${pair.with}`} pair={pair} path={path} />
      <Card title={differs === 0 ? 'Configuration' : `Configuration (${differs})`}>
        {differs === 0 ? (
          <Empty title="Both are run alike">Command, variables, user, ports and labels are the same.</Empty>
        ) : (
          <ConfigTable differences={comparison.config} />
        )}
      </Card>
      <Card title="Sheets" side={<span className={deck.quiet}>top sheets first</span>}>
        <DeckPair comparison={comparison} />
      </Card>
    </>
  );
}

const CHANGES: Mark[] = ['ADDED', 'MODIFIED', 'REMOVED'];
const OFFERED: Mark[] = [...CHANGES, 'UNCHANGED'];

function Files({ pair, path }: { pair: Pair; path?: string }) {
  const navigate = useNavigate();
  const [marks, setMarks] = useState<Mark[]>(CHANGES);
  const [search, setSearch] = useState({ q: '', kind: '', minBytes: 0 });
  const searches = search.q !== '' || search.kind !== '' || search.minBytes > 0;
  const view = comparedView(pair, marks.length === 0 ? OFFERED : marks);
  const choose = (chosen: string | undefined) =>
    void navigate({
      to: '/images/$digest/comparison',
      params: { digest: pair.digest },
      search: { with: pair.with, path: chosen },
      replace: true,
      resetScroll: false,
    });
  return (
    <Card title="Files" className={deck.files}>
      <FileFilter search={search} onSearch={setSearch} marks={marks} offered={OFFERED} onMarks={setMarks} />
      <div className={deck.panes} data-file={path !== undefined || undefined}>
        <div className={deck.list}>
          {searches ? (
            <FoundFiles view={view} search={search} chosen={path} onChoose={choose} />
          ) : (
            <FileTree
              view={view}
              alone={!marks.includes('UNCHANGED')}
              chosen={path}
              onChoose={choose}
              empty={
                <Empty title="No file differs">
                  Both show the same files, or the marks above leave them out.
                </Empty>
              }
            />
          )}
        </div>
        {path !== undefined && <ComparedFilePane pair={pair} path={path} onClose={() => choose(undefined)} />}
      </div>
    </Card>
  );
}
