import { useState } from 'react';
import { Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Image } from '@/shared/api/model';
import { removeThing } from '@/shared/api/thing';
import { count, shortReference } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { tellDone, tellGoesOn } from '@/shared/ui/toast';
import { removeImage } from '../image.api';

interface RemoveImageDialogProps {
  image: Pick<Image, 'digest' | 'hosts' | 'references'>;
  /** How many containers use it. */
  users: number;
  name: string;
  opened: boolean;
  onClose: () => void;
  onRemoved: () => void;
}

export function RemoveImageDialog({
  image,
  users,
  name,
  opened,
  onClose,
  onRemoved,
}: RemoveImageDialogProps) {
  const queries = useQueryClient();
  const [hostId, setHostId] = useState('');
  // By its digest an image of several names goes only when that is meant, and the dialog names them all.
  const force = image.references.length > 1;
  const everywhere = hostId === '' || image.hosts.length === 1;
  const remove = useMutation({
    mutationFn: () => {
      const act = () => removeImage(image.digest, { hostId: hostId || undefined, force: force || undefined });
      return everywhere ? removeThing(queries, 'images', image.digest, act) : act();
    },
    onSuccess: async (outcome) => {
      if (outcome.done) tellDone(`${name} is removed`);
      else tellGoesOn(`Removing ${name} takes longer`);
      if (everywhere) onRemoved();
      else onClose();
      await queries.invalidateQueries({ queryKey: ['images', 'list'] });
    },
  });
  return (
    <Confirm
      opened={opened}
      title={`Remove ${name}?`}
      confirm={`Remove ${name}`}
      busy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate()}
    >
      <p>
        The image <strong>{name}</strong> and the layers that no other image shares are deleted. To have it
        again, it must be imported again.
      </p>
      {force && (
        <p>
          All its names go with it: <strong>{image.references.map(shortReference).join(', ')}</strong>. To
          lose only one of them, take that name away on the image’s page.
        </p>
      )}
      {users > 0 && (
        <p>
          {count(users, 'container uses', 'containers use')} it; where one does, it is not removed before that
          container is.
        </p>
      )}
      <Select
        mt="md"
        mb="sm"
        label="From"
        value={hostId}
        onChange={(value) => setHostId(value ?? '')}
        data={[
          {
            value: '',
            label:
              image.hosts.length === 1
                ? (image.hosts[0]?.name ?? '')
                : `all ${count(image.hosts.length, 'host')}`,
          },
          ...(image.hosts.length > 1
            ? image.hosts.map((host) => ({ value: host.id, label: host.name }))
            : []),
        ]}
      />
    </Confirm>
  );
}
