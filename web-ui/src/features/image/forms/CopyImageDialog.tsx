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
    initialValues: { hostId: targets.find(({ why }) => why === null)?.host.id ?? '', fromHostId: '' },
    validate: { hostId: (id) => (id === '' ? 'Choose a host' : null) },
  });
  const target = hosts.find(({ id }) => id === form.values.hostId);
  const copy = useMutation({
    mutationFn: (values: typeof form.values) =>
      copyImage(image.digest, { hostId: values.hostId, fromHostId: values.fromHostId || undefined }),
    onSuccess: async (outcome) => {
      onClose();
      if (outcome.done) tellDone(`${name} is on ${target?.name ?? 'the host'}`);
      else tellGoesOn(`Copying ${name} to ${target?.name ?? 'the host'}`);
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
  });
  if (targets.every(({ why }) => why !== null) || senders.length === 0)
    return (
      <Empty title={senders.length === 0 ? 'No host can send it now' : 'No other host can get it'}>
        {senders.length === 0
          ? 'None of the hosts that have the image is connected.'
          : targets.map(({ host, why }) => `${host.name} ${why ?? ''}`).join(', ')}
      </Empty>
    );
  return (
    <form onSubmit={form.onSubmit((values) => copy.mutate(values))}>
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
          {...form.getInputProps('hostId')}
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
