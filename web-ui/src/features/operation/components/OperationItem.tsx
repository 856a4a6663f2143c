import { Button, Progress } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { HostOutcome, Operation, Step } from '@/shared/api/model';
import { Problem } from '@/shared/api/problem';
import { bytes, took } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Pill } from '@/shared/ui/Pill';
import { Ago } from '@/shared/ui/Time';
import { tellProblem } from '@/shared/ui/toast';
import { cancelOperation } from '../operation.api';
import { isRunning, operationName, stateOf } from '../words';
import { HostOutcomes } from './HostOutcomes';
import { StepMark } from './StepMark';
import classes from './OperationItem.module.css';

export function OperationItem({ operation }: { operation: Operation }) {
  const running = isRunning(operation);
  const { word, tone } = stateOf(operation);
  const several = operation.hosts.length > 1;
  return (
    <article className={classes.item} aria-label={operationName(operation)}>
      <div className={classes.head}>
        <h3>{operationName(operation)}</h3>
        <Pill tone={tone} moving={running}>
          {word}
        </Pill>
      </div>
      <div className={classes.by}>
        {operation.createdBy}, <Ago time={operation.createdAt} />
        {operation.finishedAt !== null &&
          `, took ${took(Date.parse(operation.finishedAt) - Date.parse(operation.createdAt))}`}
      </div>
      {(running || (operation.state === 'FAILED' && !several)) && operation.steps.length > 0 && (
        <Steps steps={operation.steps} />
      )}
      {several && <HostOutcomes hosts={worthTelling(operation)} />}
      {operation.problem && !several && <ProblemNotice error={new Problem(operation.problem, 0)} />}
      {running && <Cancel id={operation.id} />}
    </article>
  );
}

/** Of each host once one of them failed; while work goes on, its steps tell of the others. */
function worthTelling(operation: Operation): HostOutcome[] {
  const ended = operation.hosts.filter(({ state }) => state === 'FAILED' || state === 'CANCELLED');
  const others = operation.hosts.filter((host) => !ended.includes(host));
  return ended.length === 0 || isRunning(operation) ? ended : [...ended, ...others];
}

export function Steps({ steps }: { steps: Step[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step) => (
        <li key={step.name} data-state={step.state}>
          <StepMark state={step.state} />
          <span>{step.name}</span>
          <span className={classes.amount}>{amount(step)}</span>
          {step.state === 'RUNNING' && (
            <Progress
              className={classes.bar}
              size={4}
              value={step.total ? (100 * step.current) / step.total : 100}
              animated={!step.total}
              aria-label={`${step.name}: progress`}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

/** Large numbers are bytes, small ones are things. */
function amount({ state, current, total }: Step): string {
  if (state !== 'RUNNING') return '';
  const show = (n: number) => (Math.max(current, total ?? 0) > 10_000 ? bytes(n) : String(n));
  return total ? `${show(current)} of ${show(total)}` : current > 0 ? show(current) : '';
}

function Cancel({ id }: { id: string }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelOperation(id),
    onError: (error) => tellProblem(error),
    onSettled: () => queries.invalidateQueries({ queryKey: ['operations'] }),
  });
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      loading={cancel.isPending}
      onClick={() => cancel.mutate()}
    >
      Cancel
    </Button>
  );
}
