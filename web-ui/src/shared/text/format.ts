const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1).replace(/\.0$/, '')} ${UNITS[unit] ?? 'B'}`;
}

const DAYS_A_YEAR = 365.2425;

/** "3 min", "2 h 5 min", "4 d", the two largest units at most; from 60 days on one word is enough: "3 months", "6 years". */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 || hours > 9 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  if (days >= 2 * DAYS_A_YEAR) return `${Math.floor(days / DAYS_A_YEAR)} years`;
  if (days >= 60) return `${Math.max(2, Math.floor((days / DAYS_A_YEAR) * 12))} months`;
  return days > 9 || hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}

/** How long work took: the finer the shorter it was, "40 ms", "2.4 s", "3 min". */
export function took(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  return ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

export function ago(time: string, now: number): string {
  const ms = now - Date.parse(time);
  if (ms < 5_000) return 'just now';
  return `${duration(ms)} ago`;
}

export function clockTime(date: Date): string {
  return date.toLocaleTimeString(undefined, { hour12: false });
}

export function fullTime(time: string): string {
  const date = new Date(time);
  return `${date.toLocaleDateString(undefined, { year: 'numeric', month: 'short', day: 'numeric' })}, ${clockTime(date)}`;
}

/** "sha256:4f5e…" → "4f5e01ab77c3". */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}

/** Docker's short names: no docker.io/library/, which nobody types. */
export function shortReference(reference: string): string {
  return reference.replace(/^docker\.io\/(library\/)?/, '');
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
