import { useState } from 'react';
import { Button, Checkbox } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { shortDigest } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { UsedBy } from '../components/UsedBy';
import { manifestQuery, removeManifest, removeTag } from '../repository.api';

interface RemoveManifestProps {
  repository: { id: string; name: string };
  digest: string;
  tag?: string;
}

/** Deletes a tag, or a manifest that has none. */
export function RemoveManifest({ repository, digest, tag }: RemoveManifestProps) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [force, setForce] = useState(false);
  const { data, error } = useQuery({ ...manifestQuery(repository.id, digest), enabled: asking });
  const name = tag ?? shortDigest(digest);
  const last = tag === undefined || data?.tags.length === 1;
  const used = last ? (data?.usedBy ?? []) : [];
  const remove = useMutation({
    mutationFn: () =>
      tag === undefined ? removeManifest(repository.id, digest, force) : removeTag(repository.id, tag, force),
    onSuccess: () => {
      tellDone(`${name} is deleted`);
      setAsking(false);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['repositories'] }),
  });
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        onClick={() => setAsking(true)}
        aria-label={`Delete ${name}`}
      >
        Delete
      </Button>
      <Confirm
        opened={asking}
        title={`Delete ${repository.name}:${name}?`}
        confirm={`Delete ${name}`}
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setAsking(false)}
        onConfirm={() => remove.mutate()}
      >
        <p>
          {last
            ? 'Nobody can pull this image from here any more, and its bytes are freed within a day unless another image shares them.'
            : 'The image stays: other tags lead to it.'}
        </p>
        {error !== null && <ProblemNotice error={error} />}
        {used.length > 0 && (
          <>
            <UsedBy users={used} />
            <Checkbox
              mt="sm"
              label="Delete it although it is used: what runs goes on, but can’t be pulled again"
              checked={force}
              onChange={(event) => setForce(event.currentTarget.checked)}
            />
          </>
        )}
      </Confirm>
    </>
  );
}
