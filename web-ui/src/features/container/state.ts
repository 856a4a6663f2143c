import type { Container, Phase } from '@/shared/api/model';
import { duration } from '@/shared/text/format';
import type { Tone } from '@/shared/ui/Pill';

interface Look {
  word: string;
  tone: Tone;
  moving: boolean;
}

const LOOKS: Record<Phase, Look> = {
  PENDING: { word: 'Waiting', tone: 'busy', moving: true },
  CREATED: { word: 'Created', tone: 'idle', moving: false },
  STARTING: { word: 'Starting', tone: 'busy', moving: true },
  RUNNING: { word: 'Running', tone: 'ok', moving: false },
  STOPPING: { word: 'Stopping', tone: 'busy', moving: true },
  EXITED: { word: 'Exited', tone: 'idle', moving: false },
  FAILED: { word: 'Failed', tone: 'bad', moving: false },
};

export const PHASES = Object.keys(LOOKS) as Phase[];

export const phaseWord = (phase: Phase) => LOOKS[phase].word;

export const phaseOf = (container: Container): Phase => container.status?.phase ?? 'PENDING';

export function lookOf(container: Container): Look {
  const look = LOOKS[phaseOf(container)];
  const code = container.status?.exitCode;
  if (container.status?.phase !== 'EXITED') return look;
  if (code === undefined || code === null) return { ...look, word: 'Exited' };
  return {
    ...look,
    word: `Exited (${code})`,
    tone: code === 0 || stoppedOnPurpose(container) ? 'idle' : 'bad',
  };
}

const stoppedOnPurpose = ({ power, status }: Container) =>
  power === 'OFF' && (status?.exitCode === 143 || status?.exitCode === 137) && status.oomKilled !== true;

/** signal(7), x86 and ARM: what ends processes in practice. */
const SIGNALS: Record<number, string> = {
  1: 'SIGHUP',
  2: 'SIGINT',
  3: 'SIGQUIT',
  4: 'SIGILL (illegal instruction)',
  6: 'SIGABRT (it aborted itself)',
  7: 'SIGBUS',
  8: 'SIGFPE',
  9: 'SIGKILL',
  11: 'SIGSEGV (it touched memory that is not its own)',
  13: 'SIGPIPE',
  15: 'SIGTERM',
};

/** What an exit means, in a sentence. */
export function exitWords(container: Container): string | null {
  const status = container.status;
  if (status === null) return 'Its host has not reported it yet.';
  if (status.phase === 'FAILED') return status.problem?.why ?? 'It could not be made or started.';
  if (status.phase !== 'EXITED') return null;
  const code = status.exitCode;
  if (status.oomKilled === true) return 'The kernel ended it: it used more memory than its limit allows.';
  if (code === null) return 'It ended while nobody watched; its exit code is not known.';
  if (code === 0) return 'It ended by itself, without an error (exit code 0).';
  if (code === 126) return 'Its command was found but could not be executed (exit code 126).';
  if (code === 127) return 'Its command was not found in the image (exit code 127).';
  if (code > 128 && code < 160) {
    const signal = SIGNALS[code - 128] ?? `signal ${code - 128}`;
    if (container.power === 'OFF') return `It was stopped; ${signal} ended it (exit code ${code}).`;
    return `${signal} ended it (exit code ${code}).`;
  }
  return `It ended by itself with an error (exit code ${code}); its log may say why.`;
}

/** "up 3 h", "ended 5 min ago", "failed 2 d ago". */
export function sinceWords(container: Container, now: number): string {
  const status = container.status;
  if (status === null) return 'not seen yet';
  if (status.phase === 'RUNNING' && status.startedAt !== null)
    return `up ${duration(now - Date.parse(status.startedAt))}`;
  // Of what failed before it ran there is no end to count from, or one of an earlier run.
  if (status.phase === 'FAILED' && container.reportedAt !== null)
    return `failed ${duration(now - Date.parse(container.reportedAt))} ago`;
  if (status.finishedAt !== null && (status.phase === 'EXITED' || status.phase === 'FAILED'))
    return `ended ${duration(now - Date.parse(status.finishedAt))} ago`;
  return '';
}

export const isUp = (container: Container) =>
  ['STARTING', 'RUNNING', 'STOPPING'].includes(phaseOf(container));
