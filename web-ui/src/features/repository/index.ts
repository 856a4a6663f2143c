export { ownRegistry } from './own';
export { repositoriesQuery } from './repository.api';
