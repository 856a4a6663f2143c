import { useState } from 'react';
import { Button, Group, Modal } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PrunePlan } from '@/shared/api/model';
import { handOver } from '@/shared/api/work';
import { bytes, count } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { tellGoesOn } from '@/shared/ui/toast';
import { isOver, prunePlanQuery, pruneQuery, runPrune } from './prune.api';
import { PruneOutcome } from './PruneOutcome';
import { PrunePreview } from './PrunePreview';
import { RuleFields } from './RuleFields';
import { FIRST, goingIn, rulesOf, seenIn, type Choice } from './rules';
import classes from './Prune.module.css';

interface PruneDialogProps {
  opened: boolean;
  /** Where to begin; the person may choose others. */
  hostId?: string;
  onClose: () => void;
}

export function PruneDialog({ opened, hostId, onClose }: PruneDialogProps) {
  const [operationId, setOperationId] = useState<string | null>(null);
  const result = useQuery({ ...pruneQuery(operationId ?? ''), enabled: operationId !== null });
  const close = () => {
    if (operationId !== null && !isOver(result.data)) tellGoesOn('Removing images');
    setOperationId(null);
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title="Clean up images" size={760}>
      {opened && operationId === null && <Plan hostId={hostId} onClose={close} onStarted={setOperationId} />}
      {operationId !== null && <PruneOutcome result={result} onClose={close} />}
    </Modal>
  );
}

interface PlanProps {
  hostId?: string;
  onClose: () => void;
  onStarted: (operationId: string) => void;
}

function Plan({ hostId: first, onClose, onStarted }: PlanProps) {
  const queries = useQueryClient();
  const [choice, setChoice] = useState<Choice>(FIRST);
  const [hostId, setHostId] = useState<string | null>(first ?? null);
  const [settled] = useDebouncedValue(choice, 300);
  const plan = useQuery(prunePlanQuery(rulesOf(settled), hostId));
  const run = useMutation({
    mutationFn: (seen: PrunePlan) => runPrune(rulesOf(settled), seenIn(seen)),
    onSuccess: async (operation) => {
      handOver(operation);
      onStarted(operation.id);
      await queries.invalidateQueries({ queryKey: ['operations', 'list'] });
    },
  });
  const current = plan.data !== undefined && !plan.isPlaceholderData && settled === choice;
  const going = plan.data === undefined ? 0 : goingIn(plan.data);
  const spare = (digest: string, spared: boolean) =>
    setChoice({
      ...choice,
      spared: spared ? [...choice.spared, digest] : choice.spared.filter((each) => each !== digest),
    });
  return (
    <div className={classes.plan}>
      <RuleFields choice={choice} onChange={setChoice} hostId={hostId} onHost={setHostId} />
      {plan.isError ? (
        <ProblemNotice error={plan.error} retry={() => void plan.refetch()} />
      ) : plan.data === undefined ? (
        <Loading rows={3} />
      ) : (
        <PrunePreview plan={plan.data} fresh={current} spared={choice.spared} onSpare={spare} />
      )}
      {run.error !== null && <ProblemNotice error={run.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red"
          disabled={!current || going === 0}
          loading={run.isPending}
          onClick={() => plan.data !== undefined && run.mutate(plan.data)}
        >
          {going === 0
            ? 'Nothing to remove'
            : `Remove ${count(going, 'image')}, get ${bytes(plan.data?.freedBytes ?? 0)} back`}
        </Button>
      </Group>
    </div>
  );
}
