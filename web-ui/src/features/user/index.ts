export { PasswordDialog } from './forms/PasswordDialog';
