export { registriesQuery } from './registry.api';
