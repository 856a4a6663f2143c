import { Button, Progress } from '@mantine/core';
import { IconCheck, IconCircleDashed, IconLoader2, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Operation, Step } from '@/shared/api/model';
import { Problem } from '@/shared/api/problem';
import { bytes, took } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Pill } from '@/shared/ui/Pill';
import { Ago } from '@/shared/ui/Time';
import { tellProblem } from '@/shared/ui/toast';
import { cancelOperation } from '../operation.api';
import { isRunning, operationName, STATES } from '../words';
import classes from './OperationItem.module.css';

export function OperationItem({ operation }: { operation: Operation }) {
  const running = isRunning(operation);
  const { word, tone } = STATES[operation.state];
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
      {(running || operation.state === 'FAILED') && operation.steps.length > 0 && (
        <Steps steps={operation.steps} />
      )}
      {operation.problem && <ProblemNotice error={new Problem(operation.problem, 0)} />}
      {running && <Cancel id={operation.id} />}
    </article>
  );
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

function StepMark({ state }: { state: Step['state'] }) {
  if (state === 'DONE') return <IconCheck size={15} aria-label="done" />;
  if (state === 'FAILED') return <IconX size={15} aria-label="failed" />;
  if (state === 'RUNNING') return <IconLoader2 size={15} aria-label="running" />;
  return <IconCircleDashed size={15} aria-label="waiting" />;
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
