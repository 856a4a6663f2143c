import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asProblem, type Problem } from '@/shared/api/problem';
import type { Container } from '@/shared/api/model';
import { removeThing } from '@/shared/api/thing';
import { tellDone, tellGoesOn, tellProblem } from '@/shared/ui/toast';
import { actOn, type Deed } from './container.api';

const DONE: Record<Deed, string> = {
  start: 'started',
  stop: 'stopped',
  restart: 'restarted',
  kill: 'killed',
  remove: 'removed',
};

export interface Result {
  container: Container;
  state: 'waiting' | 'done' | 'goes-on' | 'failed';
  problem?: Problem;
}

/** One deed on one container; a message tells how it ended. */
export function useDeed(container: Container) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ deed, force }: { deed: Deed; force?: boolean }) => {
      const act = () => actOn(container.id, deed, { force });
      return deed === 'remove' ? removeThing(queries, 'containers', container.id, act) : act();
    },
    onSuccess: (outcome, { deed }) => {
      if (outcome.done) tellDone(`${container.name} ${DONE[deed]}`);
      else tellGoesOn(`${container.name}: ${deed} takes longer`);
    },
    onError: (error, { deed }) => {
      if (deed !== 'remove') tellProblem(error, `${container.name} was not ${DONE[deed]}`);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['containers'] }),
  });
}

const AT_ONCE = 4;

/** One deed on many, a few at a time; each result is told as it comes. */
export async function actOnAll(
  containers: Container[],
  deed: Deed,
  onResult: (id: string, result: Omit<Result, 'container'>) => void,
): Promise<void> {
  const waiting = [...containers];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        const outcome = await actOn(next.id, deed, { force: deed === 'remove' });
        onResult(next.id, { state: outcome.done ? 'done' : 'goes-on' });
      } catch (error) {
        onResult(next.id, { state: 'failed', problem: asProblem(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
