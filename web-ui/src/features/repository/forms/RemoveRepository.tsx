import { useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { RepositoryDetail } from '@/shared/api/model';
import { asProblem } from '@/shared/api/problem';
import { bytes, count } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { tellDone } from '@/shared/ui/toast';
import { removeRepository } from '../repository.api';

export function RemoveRepository({ repository }: { repository: RepositoryDetail }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const [force, setForce] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeRepository(repository.id, force),
    onSuccess: async () => {
      tellDone(`${repository.name} is deleted`);
      await navigate({ to: '/repositories' });
      queries.removeQueries({ queryKey: ['repositories', repository.id] });
      await queries.invalidateQueries({ queryKey: ['repositories', 'list'] });
    },
  });
  const used = remove.error !== null && asProblem(remove.error).code === 'IMAGE_IN_USE';
  return (
    <>
      <Button
        variant="default"
        c="var(--g-bad)"
        leftSection={<IconTrash size={16} />}
        onClick={() => setAsking(true)}
      >
        Delete…
      </Button>
      <Confirm
        opened={asking}
        title={`Delete ${repository.name}?`}
        confirm={`Delete ${repository.name}`}
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
      >
        <p>
          <strong>{repository.name}</strong> goes with {count(repository.tags, 'tag')} and{' '}
          {bytes(repository.sizeBytes)}, as far as no other repository shares them.
        </p>
        {used && (
          <Checkbox
            mb="sm"
            label="Delete it although it is used: what runs goes on, but can’t be pulled again"
            checked={force}
            onChange={(event) => setForce(event.currentTarget.checked)}
          />
        )}
      </Confirm>
    </>
  );
}
