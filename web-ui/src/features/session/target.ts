/** Only a path of this site behind the login, never another one's address. */
export function safeTarget(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) && !/^\/(login|password)\b/.test(to) ? to : '/';
}
