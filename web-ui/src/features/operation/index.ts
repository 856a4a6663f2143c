export { OperationsDrawer } from './components/OperationsDrawer';
export { OperationWatch } from './components/OperationWatch';
export { RunningOn } from './components/RunningOn';
export { OperationItem } from './components/OperationItem';
export { operationQuery, operationsQuery } from './operation.api';
export { useRunningCount, useTellOfFinished } from './hooks';
export { isRunning, operationName } from './words';
