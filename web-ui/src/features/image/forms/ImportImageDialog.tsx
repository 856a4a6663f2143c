import { useRef, useState } from 'react';
import { Button, FileInput, Group, Modal, Progress, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFileZip } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useHosts } from '@/features/host';
import { OperationWatch } from '@/features/operation';
import type { Image, Operation } from '@/shared/api/model';
import { bytes, duration } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { OpenImage } from '../components/OpenImage';
import type { Upload } from '../image.api';
import { CHUNKED_FROM } from '../upload/chunks';
import { sendArchive } from '../upload/send';
import { Unfinished } from '../upload/Unfinished';
import { archiveUploadsQuery } from '../upload/upload.api';
import { referenceProblem, suggestReference } from './reference';
import classes from './ImportImageDialog.module.css';

interface ImportImageDialogProps {
  opened: boolean;
  hostId?: string;
  onClose: () => void;
}

export function ImportImageDialog({ opened, hostId, onClose }: ImportImageDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import image" size={560} closeOnClickOutside={false}>
      {opened && <ImportImage hostId={hostId} onClose={onClose} />}
    </Modal>
  );
}

interface Sent {
  bytes: number;
  total: number;
  startedMs: number;
  nowMs: number;
  /** What was there when this page began; it says nothing of the speed. */
  before: number;
  /** How often the connection was tried in vain since the last byte. */
  tries: number | null;
}

/** An archive in chunks begins with what was there; one that is sent at once begins with nothing. */
const firstOf = (file: File, count: number) => (file.size < CHUNKED_FROM ? 0 : count);

const isOperation = (result: Operation | Image): result is Operation => 'kind' in result;

function ImportImage({ hostId, onClose }: { hostId?: string; onClose: () => void }) {
  const queries = useQueryClient();
  const hosts = useHosts().filter(({ state }) => state === 'CONNECTED');
  const [sent, setSent] = useState<Sent | null>(null);
  const stop = useRef<AbortController | null>(null);
  const upload = useMutation({
    mutationFn: (values: Upload) => {
      const control = new AbortController();
      stop.current = control;
      const start: Sent = {
        bytes: 0,
        total: values.file.size,
        startedMs: Date.now(),
        nowMs: Date.now(),
        before: -1,
        tries: null,
      };
      setSent(start);
      return sendArchive(
        values,
        {
          sent: (count) =>
            setSent((now) => ({
              ...(now ?? start),
              bytes: count,
              nowMs: Date.now(),
              before: now === null || now.before < 0 ? firstOf(values.file, count) : now.before,
            })),
          waiting: (tries) => setSent((now) => ({ ...(now ?? start), tries })),
        },
        control.signal,
      );
    },
    onSuccess: async (result, { reference }) => {
      if (isOperation(result)) return;
      tellDone(`${result.references[0] ?? (reference || 'The image')} is imported`);
      onClose();
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
    onSettled: async () => {
      setSent(null);
      await queries.invalidateQueries({ queryKey: archiveUploadsQuery().queryKey });
    },
  });
  if (upload.data !== undefined && isOperation(upload.data))
    return (
      <OperationWatch
        id={upload.data.id}
        done={({ subjectId }) => <OpenImage digest={subjectId} />}
        onClose={onClose}
      />
    );
  if (upload.isPending && sent !== null) return <Sending sent={sent} stop={() => stop.current?.abort()} />;
  const stopped = upload.error instanceof DOMException && upload.error.name === 'AbortError';
  return (
    <ImportForm
      hosts={hosts}
      hostId={hostId}
      error={stopped ? null : upload.error}
      submit={(values) => upload.mutate(values)}
      onClose={onClose}
    />
  );
}

interface ImportFormProps {
  hosts: { id: string; name: string }[];
  hostId?: string;
  error: Error | null;
  submit: (upload: Upload) => void;
  onClose: () => void;
}

function ImportForm({ hosts, hostId, error, submit, onClose }: ImportFormProps) {
  const form = useForm<{ file: File | null; hostId: string; reference: string }>({
    initialValues: { file: null, hostId: hostId ?? '', reference: '' },
    validate: {
      file: (file) => (file === null ? 'Choose an archive' : file.size === 0 ? 'This file is empty' : null),
      reference: referenceProblem,
    },
  });
  const { file, hostId: wanted } = form.values;
  // The hosts may be read after the dialog opened, and change while it is open.
  const target = (hosts.find(({ id }) => id === wanted) ?? hosts[0])?.id ?? '';
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        if (values.file !== null)
          submit({ file: values.file, hostId: target, reference: values.reference.trim() });
      })}
    >
      <Stack gap="sm">
        <FileInput
          label="Archive"
          description="What “docker save” wrote, an OCI layout, or a root file system; plain, gzip or zstd"
          placeholder="Choose a file"
          leftSection={<IconFileZip size={16} />}
          rightSection={file !== null ? <span className={classes.size}>{bytes(file.size)}</span> : undefined}
          rightSectionWidth={90}
          data-autofocus
          {...form.getInputProps('file')}
        />
        <Select
          label="Host"
          placeholder={hosts.length === 0 ? 'No host is connected' : 'Choose a host'}
          data={hosts.map(({ id, name }) => ({ value: id, label: name }))}
          value={target}
          onChange={(id) => form.setFieldValue('hostId', id ?? '')}
          allowDeselect={false}
        />
        <TextInput
          label="Name"
          description="Empty: the names in the archive. A root file system brings none, so it needs one"
          placeholder={file === null ? 'shop/checkout:4.12' : suggestReference(file.name)}
          {...form.getInputProps('reference')}
        />
        <Unfinished />
        {error !== null && <ProblemNotice error={error} />}
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={hosts.length === 0}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Sending({ sent, stop }: { sent: Sent; stop: () => void }) {
  const percent = (100 * sent.bytes) / Math.max(1, sent.total);
  const seconds = (sent.nowMs - sent.startedMs) / 1000;
  const rate = seconds > 0.5 ? (sent.bytes - Math.max(0, sent.before)) / seconds : 0;
  const all = sent.bytes >= sent.total;
  return (
    <Stack gap="sm">
      <p>
        {all
          ? 'All bytes are there; the host checks and unpacks them.'
          : 'Uploading. Keep this page open until it is done.'}
        {sent.total >= CHUNKED_FROM && !all && ' If it closes, choose the same file again and it goes on.'}
      </p>
      {sent.tries !== null && (
        <p className={classes.size} role="status">
          The server does not answer; trying again by itself ({sent.tries}).
        </p>
      )}
      <Progress value={percent} size="lg" animated={all} aria-label="Upload" />
      <div className={classes.figures}>
        <span>
          {bytes(sent.bytes)} of {bytes(sent.total)}
        </span>
        {rate > 0 && !all && (
          <span>
            {bytes(rate)}/s, {duration(((sent.total - sent.bytes) / rate) * 1000)} left
          </span>
        )}
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={stop}>
          Stop upload
        </Button>
      </Group>
    </Stack>
  );
}
