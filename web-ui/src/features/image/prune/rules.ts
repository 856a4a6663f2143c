import type { PrunePlan, PruneRules } from '@/shared/api/model';
import type { SeenOnHost } from './prune.api';

/** What a person chooses; '' and null mean that the rule is not given. */
export interface Choice {
  unnamedOnly: boolean;
  days: string;
  keepNewest: number | null;
  pattern: string;
  /** Digests of images that stay because the person says so. */
  spared: string[];
}

export const FIRST: Choice = { unnamedOnly: true, days: '', keepNewest: null, pattern: '', spared: [] };

export function rulesOf(choice: Choice): PruneRules {
  return {
    unnamedOnly: choice.unnamedOnly,
    olderThanSeconds: choice.days === '' ? null : Number(choice.days) * 86_400,
    keepNewest: choice.unnamedOnly ? null : choice.keepNewest,
    pattern: choice.unnamedOnly || choice.pattern.trim() === '' ? null : choice.pattern.trim(),
    spared: choice.spared,
  };
}

/** What the plan showed as going, and nothing else. */
export function seenIn(plan: PrunePlan): SeenOnHost[] {
  return plan.hosts
    .map(({ hostId, images }) => ({
      hostId,
      images: images.filter(({ goes }) => goes).map(({ digest, references }) => ({ digest, references })),
    }))
    .filter(({ images }) => images.length > 0);
}

export const goingIn = (plan: PrunePlan) =>
  plan.hosts.reduce((sum, host) => sum + host.images.filter(({ goes }) => goes).length, 0);
