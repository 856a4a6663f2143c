import { useQuery } from '@tanstack/react-query';
import { Card } from '@/shared/ui/Page';
import { operationsQuery } from '../operation.api';
import { isRunning } from '../words';
import { OperationItem } from './OperationItem';

/** What is being done with a thing, on its own page; nothing while nothing is. */
export function RunningOn({ subjectId }: { subjectId: string }) {
  const { data } = useQuery(operationsQuery(subjectId));
  const running = data?.items.filter(isRunning) ?? [];
  if (running.length === 0) return null;
  return (
    <Card title="Under way" flush>
      {running.map((operation) => (
        <OperationItem key={operation.id} operation={operation} />
      ))}
    </Card>
  );
}
