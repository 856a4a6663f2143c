import { useNavigate, useSearch } from '@tanstack/react-router';
import { Deck } from '@/features/image';
import classes from './ContainerFiles.module.css';

/** The container's disk as a deck: its image's sheets, and on top the one that it writes. */
export function ContainerFiles({ id }: { id: string }) {
  const { tab, ...place } = useSearch({ from: '/shell/containers/$id' });
  const navigate = useNavigate({ from: '/containers/$id' });
  return (
    <div className={classes.deck}>
      <Deck
        of={{ base: `/containers/${id}`, live: true }}
        place={place}
        onPlace={(to) =>
          void navigate({ search: { tab: tab ?? 'files', ...to }, replace: true, resetScroll: false })
        }
      />
    </div>
  );
}
