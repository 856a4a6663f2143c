import type { Operation, OperationState } from '@/shared/api/model';
import { shortReference } from '@/shared/text/format';
import type { Tone } from '@/shared/ui/Pill';

const KINDS: Record<string, string> = {
  'image.import': 'Import image',
  'image.pull': 'Pull image',
  'image.push': 'Push image',
  'image.remove': 'Remove image',
  'container.create': 'Create container',
  'container.start': 'Start container',
  'container.stop': 'Stop container',
  'container.restart': 'Restart container',
  'container.kill': 'Kill container',
  'container.remove': 'Remove container',
};

export const STATES: Record<OperationState, { word: string; tone: Tone }> = {
  PENDING: { word: 'Waiting', tone: 'busy' },
  RUNNING: { word: 'Running', tone: 'busy' },
  SUCCEEDED: { word: 'Done', tone: 'ok' },
  FAILED: { word: 'Failed', tone: 'bad' },
  CANCELLED: { word: 'Cancelled', tone: 'idle' },
};

/** A failure that left some hosts with what was wanted is none of the whole. */
export function stateOf({ state, hosts }: Operation): { word: string; tone: Tone } {
  const partly = state === 'FAILED' && hosts.some((host) => host.state === 'SUCCEEDED');
  return partly ? { word: 'Partly done', tone: 'busy' } : STATES[state];
}

export function operationName(operation: Operation): string {
  const kind = KINDS[operation.kind] ?? operation.kind;
  return operation.subjectName === null ? kind : `${kind} ${shortReference(operation.subjectName)}`;
}

export const isRunning = (operation: Operation) =>
  operation.state === 'PENDING' || operation.state === 'RUNNING';
