import { Drawer } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Empty, Loading, ProblemNotice } from '@/shared/ui/Notice';
import { operationsQuery } from '../operation.api';
import { isRunning } from '../words';
import { OperationItem } from './OperationItem';

/** Running work first, then what ended; read from the server, so a reload changes nothing. */
export function OperationsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size={440}
      padding={0}
      title="Operations"
      styles={TITLE}
    >
      <Operations />
    </Drawer>
  );
}

const TITLE = {
  header: { padding: '8px 12px 8px 16px', borderBottom: '1px solid var(--g-line)' },
  title: { fontWeight: 600 },
};

function Operations() {
  const { data, error, isPending, refetch } = useQuery(operationsQuery());
  if (isPending) return <Loading rows={4} height={56} />;
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data.items.length === 0)
    return (
      <Empty title="Nothing was done yet">
        Imports, starts and stops appear here while they run and after.
      </Empty>
    );
  const running = data.items.filter(isRunning);
  const ended = data.items.filter((operation) => !isRunning(operation));
  return [...running, ...ended].map((operation) => (
    <OperationItem key={operation.id} operation={operation} />
  ));
}
