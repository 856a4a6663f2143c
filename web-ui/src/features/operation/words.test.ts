import type { Operation, OperationState } from '@/shared/api/model';
import { stateOf } from './words';

const pull = (state: OperationState, ...hosts: OperationState[]): Operation => ({
  id: 'o',
  kind: 'image.pull',
  subjectType: 'image',
  subjectId: null,
  subjectName: 'docker.io/library/nginx:latest',
  hostId: null,
  state,
  steps: [],
  problem: null,
  hosts: hosts.map((each, i) => ({ hostId: `${i}`, hostName: `h${i}`, state: each, problem: null })),
  createdBy: 'admin',
  createdAt: '2026-01-01T00:00:00Z',
  finishedAt: null,
});

test.each([
  [pull('FAILED', 'SUCCEEDED', 'FAILED'), 'Partly done'],
  [pull('FAILED', 'FAILED', 'FAILED'), 'Failed'],
  [pull('FAILED'), 'Failed'],
  [pull('CANCELLED', 'SUCCEEDED', 'CANCELLED'), 'Cancelled'],
  [pull('RUNNING', 'SUCCEEDED', 'RUNNING'), 'Running'],
  [pull('SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'), 'Done'],
])('%j is shown by a word that fits what became of each host', (operation, word) => {
  expect(stateOf(operation).word).toBe(word);
});
