import {
  ActionIcon,
  Autocomplete,
  Button,
  Checkbox,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
} from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useHosts } from '@/features/host';
import { imagesQuery } from '@/features/image';
import { itemsOf } from '@/shared/api/paging';
import { shortReference } from '@/shared/text/format';
import { Card } from '@/shared/ui/Page';
import { DEFAULT_PIDS, type ContainerForm } from './spec';
import classes from './fields.module.css';

interface FieldsProps {
  form: UseFormReturnType<ContainerForm>;
}

export function BasicFields({ form }: FieldsProps) {
  const hosts = useHosts();
  const images = itemsOf(useInfiniteQuery(imagesQuery()).data);
  const chosen = images.find((image) =>
    image.references.some((r) => shortReference(r) === form.values.image.trim()),
  );
  const has = (hostId: string) => chosen === undefined || chosen.hosts.some((host) => host.id === hostId);
  return (
    <Card title="What">
      <Stack gap="sm">
        <Autocomplete
          label="Image"
          description="A name or a digest that a host has"
          placeholder="nginx:1.27"
          withAsterisk
          data={[...new Set(images.flatMap((image) => image.references.map(shortReference)))]}
          {...form.getInputProps('image')}
        />
        <div className={classes.two}>
          <TextInput
            label="Name"
            placeholder="chosen for you"
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <Select
            label="Host"
            data={[
              { value: '', label: 'The emptiest one that fits' },
              ...hosts.map(({ id, name, state }) => ({
                value: id,
                label:
                  state === 'UNREACHABLE'
                    ? `${name} (unreachable)`
                    : has(id)
                      ? name
                      : `${name} (lacks the image)`,
                disabled: state === 'UNREACHABLE',
              })),
            ]}
            {...form.getInputProps('hostId')}
          />
        </div>
        <Checkbox label="Start it at once" {...form.getInputProps('start', { type: 'checkbox' })} />
      </Stack>
    </Card>
  );
}

export function ProgramFields({ form }: FieldsProps) {
  return (
    <Card title="Program">
      <Stack gap="sm">
        <TextInput
          label="Command"
          description="Words as in a shell, quotes and all; nothing is expanded"
          placeholder="the image’s own"
          classNames={{ input: classes.mono }}
          {...form.getInputProps('command')}
        />
        <TextInput
          label="Entrypoint"
          placeholder="the image’s own"
          classNames={{ input: classes.mono }}
          {...form.getInputProps('entrypoint')}
        />
        <div className={classes.three}>
          <TextInput label="User" placeholder="the image’s own" {...form.getInputProps('user')} />
          <TextInput label="Directory" placeholder="the image’s own" {...form.getInputProps('workingDir')} />
          <TextInput label="Host name" placeholder="from its id" {...form.getInputProps('hostname')} />
        </div>
        <fieldset className={classes.rows}>
          <legend>Environment</legend>
          {form.values.env.map((_, i) => (
            <div className={classes.env} key={i}>
              <TextInput
                aria-label={`Variable ${i + 1} name`}
                placeholder="NAME"
                classNames={{ input: classes.mono }}
                {...form.getInputProps(`env.${i}.name`)}
              />
              <TextInput
                aria-label={`Variable ${i + 1} value`}
                placeholder="value"
                classNames={{ input: classes.mono }}
                {...form.getInputProps(`env.${i}.value`)}
              />
              <RemoveRow what={`variable ${i + 1}`} onClick={() => form.removeListItem('env', i)} />
            </div>
          ))}
          <AddRow what="variable" onClick={() => form.insertListItem('env', { name: '', value: '' })} />
        </fieldset>
      </Stack>
    </Card>
  );
}

export function NetworkFields({ form }: FieldsProps) {
  return (
    <Card title="Network">
      <Stack gap="sm">
        <SegmentedControl
          aria-label="Network"
          data={[
            { value: 'BRIDGE', label: 'Bridge' },
            { value: 'NONE', label: 'None' },
          ]}
          {...form.getInputProps('network')}
        />
        {form.values.network === 'NONE' ? (
          <p className={classes.quiet}>It has its loopback only, so nothing can be published.</p>
        ) : (
          <fieldset className={classes.rows}>
            <legend>Published ports</legend>
            {form.values.ports.map((_, i) => (
              <PortFields key={i} form={form} i={i} />
            ))}
            <AddRow
              what="port"
              onClick={() =>
                form.insertListItem('ports', {
                  hostAddress: '',
                  hostPort: '',
                  containerPort: '',
                  protocol: 'TCP',
                })
              }
            />
          </fieldset>
        )}
      </Stack>
    </Card>
  );
}

function PortFields({ form, i }: FieldsProps & { i: number }) {
  const port = { min: 1, max: 65535, allowDecimal: false, hideControls: true } as const;
  return (
    <div className={classes.port}>
      <TextInput
        aria-label={`Port ${i + 1} host address`}
        placeholder="all addresses"
        {...form.getInputProps(`ports.${i}.hostAddress`)}
      />
      <NumberInput
        aria-label={`Port ${i + 1} host port`}
        placeholder="host"
        {...port}
        {...form.getInputProps(`ports.${i}.hostPort`)}
      />
      <NumberInput
        aria-label={`Port ${i + 1} container port`}
        placeholder="container"
        {...port}
        {...form.getInputProps(`ports.${i}.containerPort`)}
      />
      <Select
        aria-label={`Port ${i + 1} protocol`}
        data={['TCP', 'UDP']}
        {...form.getInputProps(`ports.${i}.protocol`)}
      />
      <RemoveRow what={`port ${i + 1}`} onClick={() => form.removeListItem('ports', i)} />
    </div>
  );
}

export function LimitFields({ form }: FieldsProps) {
  return (
    <Card title="Limits">
      <div className={classes.three}>
        <NumberInput
          label="Memory"
          placeholder="none"
          suffix=" MiB"
          min={0}
          allowDecimal={false}
          step={64}
          {...form.getInputProps('memoryMib')}
        />
        <NumberInput
          label="CPUs"
          placeholder="none"
          min={0.01}
          step={0.5}
          decimalScale={2}
          {...form.getInputProps('cpus')}
        />
        <NumberInput
          label="Processes"
          placeholder={String(DEFAULT_PIDS)}
          min={1}
          allowDecimal={false}
          step={64}
          {...form.getInputProps('pids')}
        />
      </div>
    </Card>
  );
}

export function SafetyFields({ form }: FieldsProps) {
  return (
    <Card title="Safety">
      <Stack gap="sm">
        <Checkbox
          label="Read-only root"
          description="The disk can’t be written; what changes goes to /dev/shm and tmpfs"
          {...form.getInputProps('readOnlyRoot', { type: 'checkbox' })}
        />
        <Checkbox
          label="No new privileges"
          description="setuid programs gain nothing"
          {...form.getInputProps('noNewPrivileges', { type: 'checkbox' })}
        />
      </Stack>
    </Card>
  );
}

function AddRow({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconPlus size={14} />}
      onClick={onClick}
      style={{ alignSelf: 'flex-start' }}
    >
      Add {what}
    </Button>
  );
}

function RemoveRow({ what, onClick }: { what: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={`Remove ${what}`} onClick={onClick}>
      <IconX size={16} />
    </ActionIcon>
  );
}
