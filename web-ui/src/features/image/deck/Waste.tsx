import type { ImageLayers } from '@/shared/api/model';
import { bytes } from '@/shared/text/format';
import { shown } from './paths';
import classes from './Waste.module.css';

interface WasteProps {
  layers: ImageLayers;
  onChoose: (path: string, layer: number) => void;
}

/** Bytes that the image carries and nobody sees. */
export function Waste({ layers, onChoose }: WasteProps) {
  const percent = layers.efficiency * 100;
  const text = percent >= 99.95 ? '100' : percent.toFixed(1);
  const most = layers.worst[0]?.wastedBytes ?? 1;
  return (
    <div className={classes.waste}>
      <div className={classes.figures}>
        <Ring share={layers.efficiency} text={`${text} %`} />
        <p>
          {layers.wastedBytes === 0 ? (
            <>
              <strong>Nothing is wasted.</strong> Each byte that the sheets carry is seen.
            </>
          ) : (
            <>
              <strong>{bytes(layers.wastedBytes)} wasted:</strong> a sheet carries them, and a later one
              writes them anew or takes them away.
            </>
          )}
        </p>
      </div>
      {layers.worst.length > 0 && (
        <ul className={classes.worst} aria-label="Files that waste most">
          {layers.worst.slice(0, 10).map((file) => (
            <li key={file.path}>
              <button type="button" onClick={() => onChoose(file.path, file.layers.at(-1) ?? 0)}>
                <span className={classes.path} title={shown(file.path)}>
                  {shown(file.path)}
                </span>
                <span>{bytes(file.wastedBytes)}</span>
                <i style={{ width: `calc((100% - 12px) * ${Math.max(0.02, file.wastedBytes / most)})` }} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const RADIUS = 30;
const AROUND = 2 * Math.PI * RADIUS;

function Ring({ share, text }: { share: number; text: string }) {
  return (
    <svg className={classes.ring} viewBox="0 0 76 76" width={76} role="img" aria-label={`Efficiency ${text}`}>
      <circle cx={38} cy={38} r={RADIUS} />
      <circle
        cx={38}
        cy={38}
        r={RADIUS}
        data-tone={share >= 0.95 ? 'ok' : share >= 0.85 ? 'busy' : 'bad'}
        strokeDasharray={`${AROUND * share} ${AROUND}`}
        transform="rotate(-90 38 38)"
      />
      <text x={38} y={42}>
        {text}
      </text>
    </svg>
  );
}
