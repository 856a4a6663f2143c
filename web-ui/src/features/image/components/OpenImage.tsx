import { LinkButton } from '@/shared/ui/LinkButton';

export function OpenImage({ digest }: { digest: string | null }) {
  if (digest === null) return null;
  return (
    <LinkButton to="/images/$digest" params={{ digest }}>
      Open image
    </LinkButton>
  );
}
