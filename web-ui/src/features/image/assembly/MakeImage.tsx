import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Assembly } from '@/shared/api/model';
import { shortDigest, shortReference } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { normalReference, referenceProblem } from '../forms/reference';
import { assembleImage } from './assembly.api';
import type { Choice } from './choice';

/** Names the new image, says whose command it runs, and makes it. */
export function MakeImage({ layers, assembly }: { layers: Choice[]; assembly: Assembly }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const images = [...new Map(assembly.layers.map((layer) => [layer.image, layer.imageName])).entries()];
  const top = layers[layers.length - 1]?.image ?? '';
  const form = useForm({
    initialValues: { reference: '', configOf: '', hostId: '' },
    validate: {
      reference: (text) => (text.trim() === '' ? 'Name the image' : referenceProblem(text.trim())),
    },
  });
  const make = useMutation({
    mutationFn: ({ reference, configOf, hostId }: typeof form.values) =>
      assembleImage({
        reference: reference.trim(),
        layers,
        configOf: images.some(([digest]) => digest === configOf) ? configOf : top,
        hostId: hostId === '' ? undefined : hostId,
      }),
    onSuccess: async (image, { reference }) => {
      tellDone(`${reference.trim()} is there`);
      await queries.invalidateQueries({ queryKey: ['images'] });
      void navigate({ to: '/images/$digest', params: { digest: image.digest } });
    },
  });
  const whole = normalReference(form.values.reference.trim());
  return (
    <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label="Name"
          description={whole ?? 'With a tag, as in team/app:2.0'}
          placeholder="team/app:2.0"
          {...form.getInputProps('reference')}
        />
        <Select
          label="Run it like"
          description="Command, variables, user and ports are taken from this image"
          data={images.map(([digest, name]) => ({
            value: digest,
            label: shortReference(name ?? shortDigest(digest)),
          }))}
          allowDeselect={false}
          {...form.getInputProps('configOf')}
          value={images.some(([digest]) => digest === form.values.configOf) ? form.values.configOf : top}
        />
        <Select
          label="Host"
          data={[
            { value: '', label: 'Any that has all of these images' },
            ...assembly.hosts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          allowDeselect={false}
          error={
            assembly.hosts.length === 0
              ? 'No connected host has all of these images: pull them to one first'
              : undefined
          }
          {...form.getInputProps('hostId')}
        />
        {make.error !== null && <ProblemNotice error={make.error} />}
        <Button type="submit" loading={make.isPending} disabled={assembly.hosts.length === 0}>
          Make the image
        </Button>
      </Stack>
    </form>
  );
}
