import { useState } from 'react';
import { Button, SegmentedControl } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ImageLayer, ImageLayers } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Code } from '@/shared/ui/Copy';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Card } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { isOwn, sheetWords } from '../components/command';
import { FileFilter } from './FileFilter';
import { FilePane } from './FilePane';
import { FileTree } from './FileTree';
import { FoundFiles } from './FoundFiles';
import { layersQuery, sheetView, type DeckOf, type Search } from './layer.api';
import type { Mark } from './marks';
import { Changes, SheetStack } from './SheetStack';
import { Waste } from './Waste';
import classes from './Deck.module.css';

/** Where one is in the deck; kept in the page's address. */
export interface DeckPlace {
  /** The chosen sheet, 0 for the lowest; the top one when missing. */
  layer?: number;
  /** With all sheets below it, not alone. */
  through?: boolean;
  /** The chosen file. */
  path?: string;
}

interface DeckProps {
  of: DeckOf;
  place: DeckPlace;
  onPlace: (place: DeckPlace) => void;
}

/** The image as its deck of transparent sheets, to be lifted one by one or looked through. */
export function Deck(props: DeckProps) {
  const { data, error, refetch } = useQuery(layersQuery(props.of));
  if (error !== null && data === undefined)
    return (
      <Card title="Layers">
        <ProblemNotice error={error} retry={() => void refetch()} />
      </Card>
    );
  if (data === undefined)
    return (
      <Card title="Layers">
        <Loading rows={6} height={44} />
      </Card>
    );
  if (data.layers.length === 0)
    return (
      <Card title="Layers">
        <Empty title="The image has no sheets">It is an empty file system.</Empty>
      </Card>
    );
  return <Sheets {...props} layers={data} />;
}

function Sheets({ of, place, onPlace, layers }: DeckProps & { layers: ImageLayers }) {
  const top = layers.layers.length - 1;
  const number = Math.min(place.layer ?? top, top);
  const through = place.through === true;
  const layer = layers.layers[number];
  const choose = (change: DeckPlace) => onPlace({ ...place, ...change });
  return (
    <div className={classes.deck}>
      <div className={classes.side}>
        <Card title="Layers" side={<span className={classes.quiet}>top sheet first</span>}>
          <SheetStack
            layers={layers.layers}
            chosen={number}
            through={through}
            onChoose={(chosen) => choose({ layer: chosen })}
          />
        </Card>
        {of.live ? (
          <OwnSheet of={of} />
        ) : (
          <Card title="Waste">
            <Waste layers={layers} onChoose={(path, chosen) => choose({ path, layer: chosen })} />
          </Card>
        )}
      </div>
      <Card
        className={classes.files}
        title={through ? `The stack up to sheet ${number + 1}` : `Sheet ${number + 1} of ${top + 1}`}
        side={
          <SegmentedControl
            size="xs"
            aria-label="What is shown"
            value={through ? 'through' : 'alone'}
            onChange={(value) => choose({ through: value === 'through' })}
            data={[
              { value: 'alone', label: 'What this sheet changed' },
              { value: 'through', label: 'The stack up to here' },
            ]}
          />
        }
      >
        {layer !== undefined && <SheetWords layer={layer} through={through} />}
        <Files
          key={`${number} ${through}`}
          of={of}
          number={number}
          through={through}
          path={place.path}
          layers={layers.layers}
          choose={choose}
        />
      </Card>
    </div>
  );
}

/** Says what the top sheet of a container is, and looks at it anew. */
function OwnSheet({ of }: { of: DeckOf }) {
  const queries = useQueryClient();
  return (
    <Card title="Its own sheet">
      <div className={classes.own}>
        <p>
          A container’s disk is its image’s deck with one more sheet on top. All it writes lies on that sheet,
          also what hides or replaces files of the image, and goes with the container. The sheets below stay
          as they are.
        </p>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={15} />}
          onClick={() =>
            void queries.invalidateQueries({
              predicate: ({ queryKey: [kind, address] }) =>
                kind === 'layers' && typeof address === 'string' && address.startsWith(of.base),
            })
          }
        >
          Look again
        </Button>
      </div>
    </Card>
  );
}

function SheetWords({ layer, through }: { layer: ImageLayer; through: boolean }) {
  return (
    <div className={classes.words}>
      <code className={classes.command}>{sheetWords(layer)}</code>
      <div className={classes.figures}>
        {through ? (
          <span>
            <b>{count(layer.files, 'file')}</b>, {bytes(layer.bytes)} as seen through
          </span>
        ) : (
          <Changes layer={layer} />
        )}
        {!through && <span>{bytes(layer.sizeBytes)}</span>}
        {layer.createdAt !== null && <Ago time={layer.createdAt} />}
        {!isOwn(layer) && (
          <Code
            value={layer.diffId}
            show={`${shortDigest(layer.diffId)}…`}
            what={`digest of layer ${layer.number + 1}`}
          />
        )}
        {layer.sharedWith.length > 0 && (
          <span>
            Also in{' '}
            {layer.sharedWith.slice(0, 4).map((image, i) => (
              <span key={image.digest}>
                {i > 0 && ', '}
                <Link to="/images/$digest" params={{ digest: image.digest }}>
                  {shortReference(image.name ?? shortDigest(image.digest))}
                </Link>
              </span>
            ))}
            {layer.sharedWith.length > 4 && ` and ${layer.sharedWith.length - 4} more`}
          </span>
        )}
      </div>
    </div>
  );
}

const CHANGES: Mark[] = ['ADDED', 'MODIFIED', 'REMOVED'];
const ANY: Search = { q: '', kind: '', minBytes: 0 };

interface FilesProps {
  of: DeckOf;
  number: number;
  through: boolean;
  path: string | undefined;
  layers: ImageLayer[];
  choose: (change: DeckPlace) => void;
}

function Files({ of, number, through, path, layers, choose }: FilesProps) {
  const offered: Mark[] = through ? [...CHANGES, 'UNCHANGED', 'HIDDEN'] : CHANGES;
  const [marks, setMarks] = useState<Mark[]>(through ? [...CHANGES, 'UNCHANGED'] : CHANGES);
  const [search, setSearch] = useState(ANY);
  const searches = search.q !== '' || search.kind !== '' || search.minBytes > 0;
  const view = sheetView(of, number, marks.length === 0 ? offered : marks);
  const onChoose = (chosen: string) => choose({ path: chosen });
  return (
    <>
      <FileFilter search={search} onSearch={setSearch} marks={marks} offered={offered} onMarks={setMarks} />
      <div className={classes.panes} data-file={path !== undefined || undefined}>
        <div className={classes.list}>
          {searches ? (
            <FoundFiles view={view} search={search} chosen={path} onChoose={onChoose} />
          ) : (
            <FileTree
              view={view}
              alone={!through}
              chosen={path}
              onChoose={onChoose}
              empty={
                <Empty title={through ? 'No such file in the stack' : 'No such change in this sheet'}>
                  {through
                    ? 'Choose more marks.'
                    : of.live && number === layers.length - 1
                      ? 'The container wrote nothing yet, or the marks above leave it out.'
                      : 'Its command left the files as they were, or the marks above leave them out.'}
                </Empty>
              }
            />
          )}
        </div>
        {path !== undefined && (
          <FilePane
            of={of}
            path={path}
            layer={number}
            layers={layers}
            onLayer={(layer) => choose({ layer })}
            onClose={() => choose({ path: undefined })}
          />
        )}
      </div>
    </>
  );
}
