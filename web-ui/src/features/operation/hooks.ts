import { useEffect, useRef } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { Operation } from '@/shared/api/model';
import { wasHandedOver } from '@/shared/api/work';
import { tellDone, tellProblem } from '@/shared/ui/toast';
import { Problem } from '@/shared/api/problem';
import { operationsQuery } from './operation.api';
import { isRunning, operationName } from './words';

/** Work shorter than this was answered to whoever clicked; no second message. */
const LONG_MS = 5_000;

export function useRunningCount(): number {
  const { data } = useQuery(operationsQuery());
  return data?.items.filter(isRunning).length ?? 0;
}

/** A message for each long operation of this user that was seen running and has ended. */
export function useTellOfFinished(userName: string) {
  const { data } = useQuery(operationsQuery());
  const running = useRef(new Set<string>());
  useEffect(() => {
    for (const operation of data?.items ?? []) {
      if (isRunning(operation)) running.current.add(operation.id);
      else if (running.current.delete(operation.id) || wasHandedOver(operation.id)) {
        if (!told.has(operation.id) && isWorthTelling(operation, userName)) tell(operation);
        told.add(operation.id);
      }
    }
  }, [data, userName]);
}

const told = new Set<string>();

function isWorthTelling(operation: Operation, userName: string): boolean {
  if (wasHandedOver(operation.id)) return true;
  const took = Date.parse(operation.finishedAt ?? operation.createdAt) - Date.parse(operation.createdAt);
  return operation.createdBy === userName && took > LONG_MS;
}

function tell(operation: Operation) {
  const name = operationName(operation);
  if (operation.state === 'SUCCEEDED') tellDone(`${name}: done`);
  else if (operation.problem) tellProblem(new Problem(operation.problem, 0), `${name} failed`);
}
