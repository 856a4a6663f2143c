import { useState } from 'react';
import type { Layer } from '@/shared/api/model';
import { bytes, shortDigest } from '@/shared/text/format';
import { Code } from '@/shared/ui/Copy';
import { layerCommand } from './command';
import classes from './Deck.module.css';

const GAP = 26;
const WIDTH = 190;
const HEIGHT = 78;

/** The image as its deck of sheets: the top one covers the others, each drawn as full as it is large. */
export function Deck({ layers }: { layers: Layer[] }) {
  const [at, setAt] = useState<number | null>(null);
  const top = [...layers].reverse();
  const largest = Math.max(1, ...layers.map((layer) => layer.sizeBytes));
  const shown = Math.min(top.length, 12);
  return (
    <div className={classes.deck}>
      <svg
        className={classes.sheets}
        viewBox={`0 0 ${WIDTH} ${HEIGHT + GAP * (shown - 1) + 4}`}
        width={WIDTH}
        aria-hidden="true"
        focusable="false"
      >
        {top
          .slice(0, shown)
          .map((layer, i) => (
            <Sheet key={layer.diffId} y={i * GAP + 2} fill={fill(layer.sizeBytes, largest)} lit={at === i} />
          ))
          .reverse()}
      </svg>
      <ol className={classes.list}>
        {top.map((layer, i) => (
          <li
            key={layer.diffId}
            data-lit={at === i || undefined}
            onMouseEnter={() => setAt(i)}
            onMouseLeave={() => setAt(null)}
          >
            <div className={classes.head}>
              <strong>{bytes(layer.sizeBytes)}</strong>
              <Code
                value={layer.diffId}
                show={shortDigest(layer.diffId)}
                what={`digest of layer ${top.length - i}`}
              />
            </div>
            <code className={classes.command}>{layerCommand(layer.createdBy)}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** 0.08 to 0.5: sizes span five orders of magnitude, so by their logarithm. */
const fill = (size: number, largest: number) =>
  0.08 + (0.42 * Math.log10(1 + size)) / Math.log10(1 + largest);

function Sheet({ y, fill, lit }: { y: number; fill: number; lit: boolean }) {
  const middle = WIDTH / 2;
  return (
    <path
      className={classes.sheet}
      data-lit={lit || undefined}
      fillOpacity={fill}
      d={`M${middle} ${y} ${WIDTH - 3} ${y + HEIGHT / 2} ${middle} ${y + HEIGHT} 3 ${y + HEIGHT / 2}z`}
    />
  );
}
