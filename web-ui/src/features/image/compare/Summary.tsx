import { IconArrowRight, IconServer2, IconPackages } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ComparedImage, Comparison } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Ago } from '@/shared/ui/Time';
import classes from './Summary.module.css';

export const nameOf = (image: ComparedImage) =>
  shortReference(image.references[0] ?? shortDigest(image.digest));

/** The two images, and how much lies between them. */
export function Summary({ comparison }: { comparison: Comparison }) {
  const { before, after } = comparison;
  const figures = [
    { mark: 'ADDED', sign: '+', n: comparison.added, word: 'added', size: comparison.addedBytes },
    { mark: 'MODIFIED', sign: '~', n: comparison.modified, word: 'changed', size: comparison.modifiedBytes },
    { mark: 'REMOVED', sign: '−', n: comparison.removed, word: 'removed', size: comparison.removedBytes },
  ];
  return (
    <div className={classes.summary}>
      <Side image={before} title="Before" />
      <div className={classes.between}>
        <IconArrowRight size={22} className={classes.arrow} aria-hidden />
        <ul aria-label="Files that differ">
          {figures.map(({ mark, sign, n, word, size }) => (
            <li key={mark} data-mark={mark} data-none={n === 0 || undefined}>
              <b>
                {sign}
                {n.toLocaleString('en')}
              </b>{' '}
              {word}
              {n > 0 && <span>{bytes(size)}</span>}
            </li>
          ))}
        </ul>
      </div>
      <Side image={after} title="After" />
    </div>
  );
}

function Side({ image, title }: { image: ComparedImage; title: string }) {
  const name = nameOf(image);
  const Place = image.place === 'HOST' ? IconServer2 : IconPackages;
  return (
    <section className={classes.side} aria-label={title}>
      <span className={classes.title}>{title}</span>
      {image.place === 'HOST' ? (
        <Link to="/images/$digest" params={{ digest: image.digest }} className={classes.name}>
          {name}
        </Link>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      <span className={classes.facts}>
        <span>
          {image.os}/{image.architecture}
        </span>
        <span>
          {count(image.files, 'file')}, {bytes(image.bytes)}
        </span>
        <span>{count(image.layers.length, 'sheet')}</span>
      </span>
      <span className={classes.facts}>
        <span className={classes.place}>
          <Place size={14} aria-hidden />
          {image.place === 'HOST' ? `read on ${image.placeName}` : `read in the registry, ${image.placeName}`}
        </span>
        {image.createdAt !== null && <Ago time={image.createdAt} />}
      </span>
    </section>
  );
}
