export { OperationsDrawer } from './components/OperationsDrawer';
export { OperationItem } from './components/OperationItem';
export { operationQuery, operationsQuery } from './operation.api';
export { useRunningCount, useTellOfFinished } from './hooks';
export { isRunning, operationName } from './words';
