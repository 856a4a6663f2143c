import type { ReactNode } from 'react';
import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Operation } from '@/shared/api/model';
import { ProblemNotice } from '@/shared/ui/Notice';
import { operationQuery } from '../operation.api';
import { isRunning } from '../words';
import { OperationItem } from './OperationItem';
import classes from './OperationWatch.module.css';

interface OperationWatchProps {
  id: string;
  /** Where to go once it succeeded. */
  done?: (operation: Operation) => ReactNode;
  onClose: () => void;
}

/** In a dialog, in place of the form that began the work: its steps until its end. */
export function OperationWatch({ id, done, onClose }: OperationWatchProps) {
  const { data: operation, error } = useQuery(operationQuery(id));
  return (
    <Stack gap="sm">
      {error !== null && <ProblemNotice error={error} />}
      {operation !== undefined && (
        <>
          <div className={classes.operation}>
            <OperationItem operation={operation} />
          </div>
          {isRunning(operation) && (
            <p className={classes.hint}>You may close this; it goes on, see Operations.</p>
          )}
        </>
      )}
      <Group justify="flex-end" gap="xs">
        {operation?.state === 'SUCCEEDED' && done?.(operation)}
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      </Group>
    </Stack>
  );
}
