import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Registry } from '@/shared/api/model';
import { Confirm } from '@/shared/ui/Confirm';
import { tellDone } from '@/shared/ui/toast';
import { removeRegistry } from '../registry.api';

interface RemoveRegistryProps {
  registry: Registry;
  opened: boolean;
  onClose: () => void;
}

export function RemoveRegistry({ registry, opened, onClose }: RemoveRegistryProps) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeRegistry(registry.id),
    onSuccess: () => {
      tellDone(`${registry.host} is removed`);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['registries'] }),
  });
  const ways = [
    registry.username !== null && 'its login and secret are forgotten',
    registry.plainHttp && 'it is asked over TLS again',
    registry.authority !== null && 'its own certificates are trusted no more',
    registry.mirrorOf !== null && `${registry.mirrorOf} is asked without it`,
  ].filter((way) => way !== false);
  return (
    <Confirm
      opened={opened}
      title={`Remove ${registry.host}?`}
      confirm={`Remove ${registry.host}`}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      <p>
        Hosts reach <strong>{registry.host}</strong> as if nobody had told them about it
        {ways.length > 0 && `: ${ways.join(', ')}`}. Images that are on hosts stay, and containers run on.
      </p>
    </Confirm>
  );
}
