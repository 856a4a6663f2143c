import { useState } from 'react';
import { Button, Modal } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconTrash, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { Container } from '@/shared/api/model';
import { count } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Pill, type Tone } from '@/shared/ui/Pill';
import { actOnAll, type Result } from '../actions';
import type { Deed } from '../container.api';
import { isUp } from '../state';
import classes from './BulkBar.module.css';

/** What can be done with the selected containers; each one's result is shown. */
export function BulkBar({ containers, clear }: { containers: Container[]; clear: () => void }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [round, setRound] = useState<{ deed: Deed; results: Result[] } | null>(null);
  const run = async (deed: Deed) => {
    setAsking(false);
    setRound({ deed, results: containers.map((container) => ({ container, state: 'waiting' })) });
    await actOnAll(containers, deed, (id, result) =>
      setRound((now) =>
        now === null
          ? null
          : { ...now, results: now.results.map((r) => (r.container.id === id ? { ...r, ...result } : r)) },
      ),
    );
    clear();
    await queries.invalidateQueries({ queryKey: ['containers'] });
  };
  const down = containers.filter((c) => !isUp(c)).length;
  return (
    <>
      {containers.length > 0 && (
        <div className={classes.bar} role="toolbar" aria-label="Selected containers">
          <strong>{containers.length} selected</strong>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerPlay size={14} />}
            disabled={down === 0}
            onClick={() => void run('start')}
          >
            Start
          </Button>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlayerStop size={14} />}
            disabled={down === containers.length}
            onClick={() => void run('stop')}
          >
            Stop
          </Button>
          <Button
            size="xs"
            variant="default"
            c="var(--g-bad)"
            leftSection={<IconTrash size={14} />}
            onClick={() => setAsking(true)}
          >
            Remove…
          </Button>
          <Button size="xs" variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={clear}>
            Clear
          </Button>
        </div>
      )}
      <Confirm
        opened={asking}
        title={`Remove ${count(containers.length, 'container')}?`}
        confirm={`Remove ${count(containers.length, 'container')}`}
        onClose={() => setAsking(false)}
        onConfirm={() => void run('remove')}
      >
        <p>Running ones are killed first. What they wrote to their disks, and their logs, is deleted:</p>
        <ul className={classes.names}>
          {containers.map((c) => (
            <li key={c.id}>
              <strong>{c.name}</strong> on {c.host.name}
              {isUp(c) && ', running'}
            </li>
          ))}
        </ul>
      </Confirm>
      <Modal
        opened={round !== null}
        onClose={() => setRound(null)}
        title={round === null ? '' : `${VERB[round.deed]} containers`}
      >
        {round !== null && <Results results={round.results} />}
        <Button fullWidth mt="md" variant="default" onClick={() => setRound(null)}>
          Close
        </Button>
      </Modal>
    </>
  );
}

const VERB: Record<Deed, string> = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  kill: 'Kill',
  remove: 'Remove',
};

const LOOK: Record<Result['state'], { word: string; tone: Tone }> = {
  waiting: { word: 'Working', tone: 'busy' },
  done: { word: 'Done', tone: 'ok' },
  'goes-on': { word: 'Goes on', tone: 'busy' },
  failed: { word: 'Refused', tone: 'bad' },
};

function Results({ results }: { results: Result[] }) {
  return (
    <ul className={classes.results} aria-live="polite">
      {results.map(({ container, state, problem }) => (
        <li key={container.id}>
          <div>
            <span>
              <strong>{container.name}</strong> on {container.host.name}
            </span>
            <Pill tone={LOOK[state].tone} moving={state === 'waiting'}>
              {LOOK[state].word}
            </Pill>
          </div>
          {problem !== undefined && <ProblemNotice error={problem} />}
        </li>
      ))}
    </ul>
  );
}
