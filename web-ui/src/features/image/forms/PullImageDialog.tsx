import { Autocomplete, Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useHosts } from '@/features/host';
import { OperationWatch } from '@/features/operation';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { OpenImage } from '../components/OpenImage';
import { pullImage } from '../image.api';
import { PLATFORMS, platformProblem } from './platform';
import { normalReference, referenceProblem } from './reference';

interface PullImageDialogProps {
  opened: boolean;
  hostId?: string;
  /** The pull to show in place of the form; the address keeps it, so that a reload finds it again. */
  operationId?: string;
  onBegun: (operationId: string) => void;
  onClose: () => void;
}

export function PullImageDialog({ opened, operationId, onClose, ...props }: PullImageDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Pull image" size={560}>
      {opened && operationId === undefined && <PullImage onClose={onClose} {...props} />}
      {opened && operationId !== undefined && (
        <OperationWatch
          id={operationId}
          done={({ subjectId }) => <OpenImage digest={subjectId} />}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}

type PullImageProps = Pick<PullImageDialogProps, 'hostId' | 'onBegun' | 'onClose'>;

function PullImage({ hostId, onBegun, onClose }: PullImageProps) {
  const queries = useQueryClient();
  const hosts = useHosts().filter(({ state }) => state === 'CONNECTED');
  const form = useForm({
    initialValues: { reference: '', platform: '', hostId: hostId ?? '' },
    validate: {
      reference: (text) => (text.trim() === '' ? 'Name the image' : referenceProblem(text.trim())),
      platform: (text) => platformProblem(text.trim()),
    },
  });
  const pull = useMutation({
    mutationFn: (values: typeof form.values) =>
      pullImage({
        reference: values.reference.trim(),
        platform: values.platform.trim() || null,
        hostIds: values.hostId === '' ? [] : [values.hostId],
      }),
    onSuccess: async (outcome, { reference }) => {
      if (!outcome.done) {
        onBegun(outcome.operation.id);
        return;
      }
      onClose();
      tellDone(`${reference.trim()} is there`);
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
  });
  const whole = normalReference(form.values.reference.trim());
  return (
    <form onSubmit={form.onSubmit((values) => pull.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          description={whole === null ? 'As in nginx:1.27 or registry.example.com/team/app:2.0' : whole}
          placeholder="nginx"
          data-autofocus
          {...form.getInputProps('reference')}
        />
        <Select
          label="Host"
          data={[
            { value: '', label: 'All connected hosts' },
            ...hosts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          allowDeselect={false}
          {...form.getInputProps('hostId')}
        />
        <Autocomplete
          label="Platform"
          description="Only an image for a host’s own platform runs there; others can be kept, pushed and saved"
          placeholder="Each host’s own"
          data={PLATFORMS}
          {...form.getInputProps('platform')}
        />
        {pull.error !== null && <ProblemNotice error={pull.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={pull.isPending} disabled={hosts.length === 0}>
            Pull
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
