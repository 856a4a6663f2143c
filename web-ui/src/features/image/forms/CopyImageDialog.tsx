import { Button, Group, Modal, Select, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useHosts } from '@/features/host';
import type { Host, ImageDetail } from '@/shared/api/model';
import { shortReference } from '@/shared/text/format';
import { Empty, ProblemNotice } from '@/shared/ui/Notice';
import { tellDone, tellGoesOn } from '@/shared/ui/toast';
import { copyImage } from '../image.api';

interface CopyImageDialogProps {
  image: ImageDetail;
  name: string;
  opened: boolean;
  onClose: () => void;
}

export function CopyImageDialog({ image, name, opened, onClose }: CopyImageDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Copy ${name} to another host`} size={560}>
      {opened && <CopyImage image={image} name={name} onClose={onClose} />}
    </Modal>
  );
}

/** Why a host can't get the image; null when it can. */
function obstacle(host: Host, image: ImageDetail): string | null {
  if (image.hosts.some(({ id }) => id === host.id)) return 'has it';
  if (host.state !== 'CONNECTED') return 'not connected';
  const facts = host.facts;
  if (facts !== null && (facts.os.family !== image.os || facts.architecture !== image.architecture))
    return `is ${facts.os.family}/${facts.architecture}`;
  return null;
}

function CopyImage({ image, name, onClose }: Omit<CopyImageDialogProps, 'opened'>) {
  const queries = useQueryClient();
  const hosts = useHosts();
  const senders = hosts.filter(
    (host) => host.state === 'CONNECTED' && image.hosts.some(({ id }) => id === host.id),
  );
  const targets = hosts.map((host) => ({ host, why: obstacle(host, image) }));
  const form = useForm({
    initialValues: { hostId: '', fromHostId: '' },
  });
  // The hosts may be read after the dialog opened, and change while it is open.
  const able = targets.filter(({ why }) => why === null).map(({ host }) => host);
  const target = able.find(({ id }) => id === form.values.hostId) ?? able[0];
  const copy = useMutation({
    mutationFn: ({ to, fromHostId }: { to: Host; fromHostId: string }) =>
      copyImage(image.digest, { hostId: to.id, fromHostId: fromHostId || undefined }),
    onSuccess: async (outcome, { to }) => {
      onClose();
      if (outcome.done) tellDone(`${name} is on ${to.name}`);
      else tellGoesOn(`Copying ${name} to ${to.name}`);
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
  });
  // The image may be seen there before the copy is answered.
  if (!copy.isPending && (target === undefined || senders.length === 0))
    return (
      <Empty title={senders.length === 0 ? 'No host can send it now' : 'No other host can get it'}>
        {senders.length === 0
          ? 'None of the hosts that have the image is connected.'
          : targets.map(({ host, why }) => `${host.name} ${why ?? ''}`).join(', ')}
      </Empty>
    );
  return (
    <form
      onSubmit={form.onSubmit(({ fromHostId }) => {
        if (target !== undefined) copy.mutate({ to: target, fromHostId });
      })}
    >
      <Stack gap="sm">
        <Select
          label="To"
          data-autofocus
          allowDeselect={false}
          data={targets.map(({ host, why }) => ({
            value: host.id,
            label: why === null ? host.name : `${host.name} (${why})`,
            disabled: why !== null,
          }))}
          value={target?.id ?? ''}
          onChange={(id) => form.setFieldValue('hostId', id ?? '')}
        />
        <Select
          label="From"
          allowDeselect={false}
          data={[
            { value: '', label: senders.length === 1 ? (senders[0]?.name ?? '') : 'any host that has it' },
            ...(senders.length > 1 ? senders.map(({ id, name: host }) => ({ value: id, label: host })) : []),
          ]}
          {...form.getInputProps('fromHostId')}
        />
        <p>
          Only layers that {target?.name ?? 'the other host'} lacks are sent, through the server, which keeps
          nothing of them. It will be called{' '}
          {image.references.length === 0
            ? 'by its digest alone'
            : image.references.map(shortReference).join(', ')}{' '}
          there, as here.
        </p>
        {copy.error !== null && <ProblemNotice error={copy.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={copy.isPending}>
            Copy
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
