import type { HostState } from '@/shared/api/model';
import { Pill, type Tone } from '@/shared/ui/Pill';

const LOOKS: Record<HostState, { word: string; tone: Tone }> = {
  CONNECTED: { word: 'Connected', tone: 'ok' },
  UNREACHABLE: { word: 'Unreachable', tone: 'bad' },
  JOINED: { word: 'Joined, not seen yet', tone: 'busy' },
};

export function HostPill({ state }: { state: HostState }) {
  const { word, tone } = LOOKS[state];
  return (
    <Pill tone={tone} moving={state === 'JOINED'}>
      {word}
    </Pill>
  );
}
