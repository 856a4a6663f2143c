import type { ComparedLayer, Comparison } from '@/shared/api/model';
import { bytes } from '@/shared/text/format';
import { layerCommand } from '../components/command';
import { rowsOf } from './layers';
import classes from './DeckPair.module.css';

/** Both decks beside each other, top sheet first; a sheet that both lie on is drawn once, under both. */
export function DeckPair({ comparison }: { comparison: Comparison }) {
  const { before, after } = comparison;
  return (
    <ol className={classes.decks} aria-label="Sheets of both images, the top ones first">
      {rowsOf(before.layers, after.layers).map((row) => (
        <li key={row.key} className={classes.row}>
          {row.both !== undefined ? (
            <Sheet layer={row.both} place="both" note="the same sheet in both" />
          ) : (
            <>
              {row.before !== undefined ? (
                <Sheet layer={row.before} place="before" note={elsewhere(row.before)} />
              ) : (
                <span className={classes.gap} />
              )}
              {row.after !== undefined ? (
                <Sheet layer={row.after} place="after" note={elsewhere(row.after)} />
              ) : (
                <span className={classes.gap} />
              )}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

const elsewhere = (layer: ComparedLayer) =>
  layer.inOther === null ? undefined : `sheet ${layer.inOther + 1} of the other is the same`;

interface SheetProps {
  layer: ComparedLayer;
  place: 'before' | 'after' | 'both';
  note: string | undefined;
}

function Sheet({ layer, place, note }: SheetProps) {
  return (
    <div className={classes.sheet} data-place={place}>
      <code>{layerCommand(layer.createdBy)}</code>
      <span className={classes.figures}>
        <span className="visually-hidden">
          {place === 'both' ? 'in both' : place === 'before' ? 'first image' : 'second image'},{' '}
        </span>
        sheet {layer.number + 1}, {bytes(layer.sizeBytes)}
        {note !== undefined && <b>{note}</b>}
      </span>
    </div>
  );
}
