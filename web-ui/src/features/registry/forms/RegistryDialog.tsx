import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Registry } from '@/shared/api/model';
import { asProblem } from '@/shared/api/problem';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { addRegistry, changeRegistry } from '../registry.api';
import { ConnectionFields } from './ConnectionFields';
import { LoginFields } from './LoginFields';
import { hostProblem, secretState, specOf, valuesFor, valuesOf, type RegistryValues } from './values';

interface RegistryDialogProps {
  /** Null to add one. */
  registry: Registry | null;
  /** Of the one that is added, if it is known. */
  host?: string;
  opened: boolean;
  onClose: () => void;
  /** Told of the registry that was added, behind onClose. */
  onAdded?: (added: Registry) => void;
}

export function RegistryDialog({ registry, host, opened, onClose, onAdded }: RegistryDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={registry === null ? 'Add registry' : `Change ${registry.host}`}
      size={620}
      closeOnClickOutside={false}
    >
      {opened && <RegistryForm registry={registry} host={host} onClose={onClose} onAdded={onAdded} />}
    </Modal>
  );
}

function RegistryForm({ registry, host, onClose, onAdded }: Omit<RegistryDialogProps, 'opened'>) {
  const queries = useQueryClient();
  const form = useForm<RegistryValues>({
    initialValues: registry === null && host !== undefined ? valuesFor(host) : valuesOf(registry),
    validate: {
      host: hostProblem,
      mirrorOf: (text) => (text.trim() === '' ? null : hostProblem(text)),
      username: (name, { known }) => (known && name.trim() === '' ? 'Name the user' : null),
      secret: (secret, values) =>
        values.known && secret === '' && secretState(registry, values) !== 'kept' ? 'Give the secret' : null,
    },
  });
  /** The form is longer than a phone, and what is wrong may be out of sight. */
  const showFirst = (faults: object) => form.getInputNode(Object.keys(faults)[0] ?? '')?.focus();
  const save = useMutation({
    mutationFn: (values: RegistryValues) =>
      registry === null ? addRegistry(specOf(values)) : changeRegistry(registry, specOf(values)),
    onSuccess: (saved) => {
      tellDone(`${saved.host} is ${registry === null ? 'added' : 'changed'}`);
      onClose();
      if (registry === null) onAdded?.(saved);
    },
    onError: (error) => {
      form.setErrors(asProblem(error).fields);
      showFirst(asProblem(error).fields);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['registries'] }),
  });
  const faults = Object.keys(asProblem(save.error).fields);
  const onFields = faults.length > 0 && faults.every((field) => field in form.values);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values), showFirst)} noValidate>
      <Stack gap="lg">
        <Stack gap="sm">
          <TextInput
            label="Host"
            description="As in an image’s name, with a port if it has one"
            placeholder="ghcr.io, docker.io, harbor.example.com:8443"
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            {...form.getInputProps('host')}
          />
          <TextInput
            label="Mirror of"
            description="Empty unless it mirrors another registry. It is asked first for that one’s images; when it fails, that one itself"
            placeholder="docker.io"
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('mirrorOf')}
          />
        </Stack>
        <LoginFields form={form} state={secretState(registry, form.values)} />
        <ConnectionFields form={form} />
        {save.error !== null && !onFields && <ProblemNotice error={save.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            {registry === null ? 'Add registry' : 'Save changes'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
