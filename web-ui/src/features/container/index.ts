export { containersQuery } from './container.api';
export { ContainerTable } from './components/ContainerTable';
export { exitWords, lookOf, phaseOf } from './state';
