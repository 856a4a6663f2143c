import { useRef } from 'react';
import { IconStack2 } from '@tabler/icons-react';
import type { ImageLayer } from '@/shared/api/model';
import { bytes, count, shortReference } from '@/shared/text/format';
import { sheetWords } from '../components/command';
import classes from './SheetStack.module.css';

interface SheetStackProps {
  layers: ImageLayer[];
  chosen: number;
  /** Whether the chosen sheet is looked at with all below it. */
  through: boolean;
  onChoose: (number: number) => void;
}

/** The deck itself, top sheet first: the chosen sheet is lifted out, or all above it are laid aside. */
export function SheetStack({ layers, chosen, through, onChoose }: SheetStackProps) {
  const list = useRef<HTMLDivElement>(null);
  const largest = Math.max(1, ...layers.map((layer) => layer.sizeBytes));
  const move = (to: number) => {
    const number = Math.min(layers.length - 1, Math.max(0, to));
    onChoose(number);
    list.current?.querySelector<HTMLElement>(`[data-number="${number}"]`)?.focus();
  };
  const onKey = (event: React.KeyboardEvent) => {
    const to = { ArrowUp: chosen + 1, ArrowDown: chosen - 1, Home: layers.length - 1, End: 0 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  };
  return (
    <div
      ref={list}
      className={classes.deck}
      role="radiogroup"
      aria-label="Sheets, the top one first"
      tabIndex={-1}
      onKeyDown={onKey}
    >
      {[...layers].reverse().map((layer) => (
        <button
          key={layer.number}
          type="button"
          role="radio"
          aria-checked={layer.number === chosen}
          tabIndex={layer.number === chosen ? 0 : -1}
          className={classes.row}
          data-number={layer.number}
          data-place={placeOf(layer.number, chosen, through)}
          style={{ zIndex: layer.number + 1 }}
          onClick={() => onChoose(layer.number)}
        >
          <Sheet layer={layer} largest={largest} />
          <span className={classes.words}>
            <code className={classes.command}>{sheetWords(layer)}</code>
            <span className={classes.figures}>
              <Changes layer={layer} />
              <span>{bytes(layer.sizeBytes)}</span>
              {layer.sharedWith.length > 0 && (
                <span className={classes.shared} title={sharedBy(layer)}>
                  <IconStack2 size={13} aria-hidden />
                  shared by {count(layer.sharedWith.length + 1, 'image')}
                </span>
              )}
            </span>
          </span>
        </button>
      ))}
    </div>
  );
}

function placeOf(number: number, chosen: number, through: boolean) {
  if (number === chosen) return 'chosen';
  if (!through) return 'aside';
  return number > chosen ? 'lifted' : 'below';
}

const sharedBy = (layer: ImageLayer) =>
  layer.sharedWith.map((image) => shortReference(image.name ?? image.digest)).join(', ');

/** Counts of files, each with its sign; nothing at all is said, too. */
export function Changes({ layer }: { layer: ImageLayer }) {
  const parts = [
    { mark: 'ADDED', sign: '+', n: layer.added, word: 'added' },
    { mark: 'MODIFIED', sign: '~', n: layer.modified, word: 'changed' },
    { mark: 'REMOVED', sign: '−', n: layer.removed, word: 'removed' },
  ].filter((part) => part.n > 0);
  if (parts.length === 0) return <span className={classes.none}>no files changed</span>;
  return (
    <span className={classes.changes}>
      {parts.map(({ mark, sign, n, word }) => (
        <span key={mark} data-mark={mark} title={`${count(n, 'file')} ${word}`}>
          {sign}
          {n.toLocaleString('en')}
          <span className="visually-hidden"> {word}</span>
        </span>
      ))}
    </span>
  );
}

const WIDTH = 148;
const HEIGHT = 88;
/** How thick a sheet looks. */
const EDGE = 3;

/** One sheet seen from a corner; the fuller it is drawn, the more bytes it holds. */
function Sheet({ layer, largest }: { layer: ImageLayer; largest: number }) {
  const middle = WIDTH / 2;
  const corner = (inset: number) =>
    `M${middle} ${inset} ${WIDTH - 2 * inset} ${HEIGHT / 2} ${middle} ${HEIGHT - inset} ${2 * inset} ${HEIGHT / 2}z`;
  const dots = dotsOf(layer);
  return (
    <svg
      className={classes.sheet}
      viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + EDGE + 2}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
      focusable="false"
    >
      <path
        className={classes.edge}
        d={`M0 ${HEIGHT / 2} ${middle} ${HEIGHT} ${WIDTH} ${HEIGHT / 2} v${EDGE} L${middle} ${HEIGHT + EDGE} 0 ${HEIGHT / 2 + EDGE}z`}
      />
      <path className={classes.paper} d={corner(0)} fillOpacity={fillOf(layer.sizeBytes, largest)} />
      {dots.map((mark, i) => {
        const column = i % 4;
        const line = Math.floor(i / 4);
        const x = middle + (column - line) * 14 - 14;
        const y = 24 + (column + line) * 8.4;
        return <circle key={i} className={classes.dot} data-mark={mark} cx={x} cy={y} r={2.6} />;
      })}
    </svg>
  );
}

/** 0.1 to 0.6: sizes span five orders of magnitude, so by their logarithm. */
const fillOf = (size: number, largest: number) =>
  0.1 + (0.5 * Math.log10(1 + size)) / Math.log10(1 + largest);

/** At most eight dots that share the colours as the changes do; any change has one at least. */
export function dotsOf(layer: ImageLayer): string[] {
  const all = layer.added + layer.modified + layer.removed;
  if (all === 0) return [];
  const room = Math.min(8, all);
  const dots = (mark: string, n: number) =>
    Array.from({ length: n === 0 ? 0 : Math.max(1, Math.floor((room * n) / all)) }, () => mark);
  return [
    ...dots('ADDED', layer.added),
    ...dots('MODIFIED', layer.modified),
    ...dots('REMOVED', layer.removed),
  ].slice(0, 8);
}
