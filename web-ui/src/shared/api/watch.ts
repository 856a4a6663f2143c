export { onSessionLost } from './client';
