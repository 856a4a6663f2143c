import type { Assembly, LayerConflict } from '@/shared/api/model';
import { count } from '@/shared/text/format';
import { shown } from '../deck/paths';
import classes from './Conflicts.module.css';

const WORDS: Record<LayerConflict['kind'], (one: LayerConflict) => string> = {
  REWRITTEN: (one) => `sheet ${one.higher + 1} has another one than sheet ${one.lower + 1}`,
  HIDDEN: (one) => `sheet ${one.higher + 1} hides ${count(one.files, 'file')} of sheet ${one.lower + 1}`,
  REPLACED: (one) =>
    `sheet ${one.higher + 1} puts something of another kind in the place of ${count(one.files, 'file')} of sheet ${one.lower + 1}`,
};

/** What higher sheets win against lower ones that they know nothing of. */
export function Conflicts({ assembly }: { assembly: Assembly }) {
  return (
    <ul className={classes.list} aria-label="Conflicts">
      {assembly.conflicts.map((one) => (
        <li key={`${one.path} ${one.lower} ${one.higher}`}>
          <code>/{shown(one.path)}</code>
          <span>{WORDS[one.kind](one)}</span>
        </li>
      ))}
      {assembly.conflictCount > assembly.conflicts.length && (
        <li>
          <span>and {(assembly.conflictCount - assembly.conflicts.length).toLocaleString('en')} more</span>
        </li>
      )}
    </ul>
  );
}
