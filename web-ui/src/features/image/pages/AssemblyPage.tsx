import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMe } from '@/features/session';
import { bytes, count } from '@/shared/text/format';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { AddSheets } from '../assembly/AddSheets';
import { assembledView, assemblyQuery } from '../assembly/assembly.api';
import { choicesOf, textOf, type Choice } from '../assembly/choice';
import { ChosenSheets } from '../assembly/ChosenSheets';
import { Conflicts } from '../assembly/Conflicts';
import { MakeImage } from '../assembly/MakeImage';
import { FileTree } from '../deck/FileTree';
import deck from '../deck/Deck.module.css';

/** Sheets of any images, put upon each other, looked through, and made an image. */
export function AssemblyPage() {
  const me = useMe();
  const { layers: text } = useSearch({ from: '/shell/images/assembly' });
  const navigate = useNavigate({ from: '/images/assembly' });
  const [adding, setAdding] = useState(false);
  const [looked, setLooked] = useState<number>();
  const layers = choicesOf(text);
  const { data, error, refetch } = useQuery(assemblyQuery(layers));
  const number = Math.min(looked ?? layers.length - 1, layers.length - 1);
  const change = (next: Choice[]) => {
    setLooked(undefined);
    void navigate({ search: { layers: next.length === 0 ? undefined : textOf(next) }, replace: true });
  };
  const inConflict = new Set((data?.conflicts ?? []).flatMap((one) => [one.lower, one.higher]));
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
      Add sheets
    </Button>
  );
  return (
    <Page
      title="Stack your own"
      over={<Link to="/images">Images</Link>}
      sub="A new image of sheets that there are, in your order. Nothing runs; where sheets differ, the higher one wins."
      actions={layers.length > 0 && add}
    >
      <AddSheets
        opened={adding}
        onClose={() => setAdding(false)}
        onAdd={(more) => change([...layers, ...more])}
      />
      {layers.length === 0 ? (
        <Card>
          <Empty title="No sheet is chosen yet" action={add}>
            Begin with the sheets of a base, then put an app’s sheets on top.
          </Empty>
        </Card>
      ) : (
        <div className={deck.deck}>
          <div className={deck.side}>
            <Card title="Sheets" side={<span className={deck.quiet}>top sheet first</span>}>
              <ChosenSheets
                layers={layers}
                known={data?.layers}
                inConflict={inConflict}
                looked={number}
                onLook={setLooked}
                onChange={change}
              />
            </Card>
            {me.admin && data !== undefined && (
              <Card title="Make it">
                <MakeImage layers={layers} assembly={data} />
              </Card>
            )}
          </div>
          <div className={deck.side}>
            {error !== null && <ProblemNotice error={error} retry={() => void refetch()} />}
            {data === undefined && error === null && <Loading rows={5} height={44} />}
            {data !== undefined && (
              <>
                <Card
                  title={
                    data.conflictCount === 0
                      ? 'Conflicts'
                      : `Conflicts (${data.conflictCount.toLocaleString('en')})`
                  }
                  side={
                    <span className={deck.quiet}>
                      {count(data.files, 'file')}, {bytes(data.bytes)} as seen through
                    </span>
                  }
                >
                  {data.conflictCount === 0 ? (
                    <p className={deck.quiet}>
                      None: no two sheets of different images touch the same file in different ways.
                    </p>
                  ) : (
                    <Conflicts assembly={data} />
                  )}
                </Card>
                <LookThrough key={`${text} ${number}`} layers={layers} number={number} />
              </>
            )}
          </div>
        </div>
      )}
    </Page>
  );
}

const CHANGES = ['ADDED', 'MODIFIED', 'REMOVED'];

function LookThrough({ layers, number }: { layers: Choice[]; number: number }) {
  const [through, setThrough] = useState(true);
  const [path, setPath] = useState<string>();
  return (
    <Card
      title={through ? `The stack up to sheet ${number + 1}` : `Sheet ${number + 1} of ${layers.length}`}
      className={deck.files}
      side={
        <SegmentedControl
          size="xs"
          aria-label="What is shown"
          value={through ? 'through' : 'alone'}
          onChange={(value) => setThrough(value === 'through')}
          data={[
            { value: 'alone', label: 'What this sheet changes' },
            { value: 'through', label: 'The stack up to here' },
          ]}
        />
      }
    >
      <FileTree
        key={String(through)}
        view={assembledView(layers, number, through ? [...CHANGES, 'UNCHANGED'] : CHANGES)}
        alone={!through}
        chosen={path}
        onChoose={setPath}
        empty={<Empty title="No files">This sheet changes none.</Empty>}
      />
    </Card>
  );
}
