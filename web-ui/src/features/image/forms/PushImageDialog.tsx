import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { OperationWatch } from '@/features/operation';
import { registriesQuery } from '@/features/registry';
import { ownRegistry } from '@/features/repository';
import type { Image } from '@/shared/api/model';
import { itemsOf } from '@/shared/api/paging';
import { LinkButton } from '@/shared/ui/LinkButton';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { pushImage } from '../image.api';
import { PushTarget } from './PushTarget';
import { movedTo, normalReference, referenceProblem, registryOf } from './reference';

interface PushImageDialogProps {
  image: Pick<Image, 'digest' | 'hosts' | 'references'>;
  opened: boolean;
  onClose: () => void;
}

export function PushImageDialog({ opened, ...props }: PushImageDialogProps) {
  return (
    <Modal opened={opened} onClose={props.onClose} title="Push image" size={560}>
      {opened && <PushImage {...props} />}
    </Modal>
  );
}

function PushImage({ image, onClose }: Omit<PushImageDialogProps, 'opened'>) {
  const queries = useQueryClient();
  const own = ownRegistry();
  const registries = itemsOf(useInfiniteQuery(registriesQuery).data);
  const form = useForm({
    initialValues: { reference: movedTo(own, image.references[0] ?? ''), hostId: '' },
    validate: {
      reference: (text) => (normalReference(text.trim()) === null ? problemOf(text.trim()) : null),
    },
  });
  const { reference } = form.values;
  const push = useMutation({
    mutationFn: (values: typeof form.values) =>
      pushImage(image.digest, { reference: values.reference.trim(), hostId: values.hostId || null }),
    onSuccess: async (outcome, values) => {
      if (outcome.done) {
        tellDone(`${values.reference.trim()} is pushed`);
        onClose();
      }
      await queries.invalidateQueries({ queryKey: ['repositories'] });
    },
  });
  if (push.data?.done === false)
    return (
      <OperationWatch
        id={push.data.operation.id}
        done={() =>
          registryOf(reference) === own && <LinkButton to="/repositories">Open repositories</LinkButton>
        }
        onClose={onClose}
      />
    );
  return (
    <form onSubmit={form.onSubmit((values) => push.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label="Push as"
          description={
            normalReference(reference.trim()) ?? 'The registry, the repository, and a tag after a colon'
          }
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          {...form.getInputProps('reference')}
        />
        <PushTarget
          own={own}
          registries={registries}
          chosen={registryOf(reference)}
          choose={(registry) => form.setFieldValue('reference', movedTo(registry, reference))}
        />
        {image.hosts.length > 1 && (
          <Select
            label="From host"
            data={[
              { value: '', label: 'Any that has it and is connected' },
              ...image.hosts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.getInputProps('hostId')}
          />
        )}
        {push.error !== null && <ProblemNotice error={push.error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={push.isPending}>
            Push
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const problemOf = (text: string) =>
  text === '' || text.endsWith('/') ? 'Name the repository' : referenceProblem(text);
