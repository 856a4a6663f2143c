import { IconCheck, IconCircleDashed, IconLoader2, IconX } from '@tabler/icons-react';
import type { Step } from '@/shared/api/model';

export function StepMark({ state }: { state: Step['state'] }) {
  if (state === 'DONE') return <IconCheck size={15} aria-label="done" />;
  if (state === 'FAILED') return <IconX size={15} aria-label="failed" />;
  if (state === 'RUNNING') return <IconLoader2 size={15} aria-label="running" />;
  return <IconCircleDashed size={15} aria-label="waiting" />;
}
