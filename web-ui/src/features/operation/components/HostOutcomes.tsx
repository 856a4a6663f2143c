import { Link } from '@tanstack/react-router';
import type { HostOutcome } from '@/shared/api/model';
import { STATES } from '../words';
import { StepMark } from './StepMark';
import classes from './HostOutcomes.module.css';

const MARKS = {
  PENDING: 'PENDING',
  RUNNING: 'RUNNING',
  SUCCEEDED: 'DONE',
  FAILED: 'FAILED',
  CANCELLED: 'FAILED',
} as const;

/** What became of the work on each host; the reason stands where it failed. */
export function HostOutcomes({ hosts }: { hosts: HostOutcome[] }) {
  if (hosts.length === 0) return null;
  return (
    <ul className={classes.hosts} aria-label="Hosts">
      {hosts.map(({ hostId, hostName, state, problem }) => (
        <li key={hostId} data-state={MARKS[state]}>
          <StepMark state={MARKS[state]} />
          <Link to="/hosts/$id" params={{ id: hostId }}>
            {hostName}
          </Link>
          <span className={classes.state}>{STATES[state].word}</span>
          {problem !== null && (
            <p className={classes.why}>
              {problem.why}. {problem.action}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
