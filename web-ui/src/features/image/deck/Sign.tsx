import type { Mark } from './marks';
import classes from './Sign.module.css';

interface SignProps {
  mark: Mark;
  sign: string;
  /** What the sign means, for those who do not know or see it. */
  word: string;
}

export function Sign({ mark, sign, word }: SignProps) {
  return (
    <span className={classes.sign} data-mark={mark} title={word}>
      {sign}
      <span className="visually-hidden">{word}</span>
    </span>
  );
}
