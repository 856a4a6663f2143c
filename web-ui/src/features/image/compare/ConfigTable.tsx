import type { ConfigDifference } from '@/shared/api/model';
import { commandLine } from '@/shared/text/shell';
import { MARKS, type Mark } from '../deck/marks';
import { Sign } from '../deck/Sign';
import classes from './ConfigTable.module.css';

const WORDS: Record<ConfigDifference['what'], string> = {
  PLATFORM: 'Platform',
  ENTRYPOINT: 'Entrypoint',
  COMMAND: 'Command',
  ENV: 'Variable',
  WORKING_DIR: 'Directory',
  USER: 'User',
  PORT: 'Port',
  STOP_SIGNAL: 'Stop signal',
  LABEL: 'Label',
};

/** What differs in how the two images are run, one line for each thing. */
export function ConfigTable({ differences }: { differences: ConfigDifference[] }) {
  return (
    <ul className={classes.list}>
      {differences.map((difference) => {
        const mark = markOf(difference);
        return (
          <li key={`${difference.what} ${difference.name}`} className={classes.row}>
            <Sign mark={mark} {...MARKS[mark]} />
            <span className={classes.name}>
              {WORDS[difference.what]} {difference.name !== '' && <code>{difference.name}</code>}
            </span>
            <span className={classes.values}>
              {difference.before !== null && difference.what !== 'PORT' && (
                <del>{valueOf(difference, difference.before)}</del>
              )}
              {difference.after !== null && difference.what !== 'PORT' && (
                <ins>{valueOf(difference, difference.after)}</ins>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function markOf({ before, after }: ConfigDifference): Mark {
  if (before === null) return 'ADDED';
  return after === null ? 'REMOVED' : 'MODIFIED';
}

function valueOf({ what }: ConfigDifference, value: string) {
  if (what !== 'ENTRYPOINT' && what !== 'COMMAND') return value;
  return commandLine(JSON.parse(value) as string[]);
}
