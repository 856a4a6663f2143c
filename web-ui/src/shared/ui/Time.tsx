import { ago, fullTime } from '@/shared/text/format';
import { useNow } from '@/shared/text/clock';

/** How long ago, in words that stay true; the exact time on hover. */
export function Ago({ time, none = 'never' }: { time: string | null | undefined; none?: string }) {
  const now = useNow();
  if (time === null || time === undefined) return <span>{none}</span>;
  return (
    <time dateTime={time} title={fullTime(time)}>
      {ago(time, now)}
    </time>
  );
}
