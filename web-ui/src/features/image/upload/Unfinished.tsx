import { ActionIcon, Progress, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bytes } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { Ago } from '@/shared/ui/Time';
import { archiveUploadsQuery, discardUpload } from './upload.api';
import classes from './Unfinished.module.css';

/** What was begun and not ended, and how to go on with it. */
export function Unfinished() {
  const queries = useQueryClient();
  const { data: uploads = [] } = useQuery(archiveUploadsQuery());
  const discard = useMutation({
    mutationFn: discardUpload,
    onSettled: () => queries.invalidateQueries({ queryKey: archiveUploadsQuery().queryKey }),
  });
  if (uploads.length === 0) return null;
  return (
    <section className={classes.unfinished} aria-label="Unfinished uploads">
      <p>
        <strong>Unfinished.</strong> Choose the same file again, and it goes on where it stopped.
      </p>
      <ul>
        {uploads.map((upload) => (
          <li key={upload.id}>
            <code>{upload.fileName}</code>
            <span className={classes.quiet}>
              {upload.receivedBytes === upload.sizeBytes
                ? `all ${bytes(upload.sizeBytes)} here, not imported`
                : `${bytes(upload.receivedBytes)} of ${bytes(upload.sizeBytes)}`}
              , begun <Ago time={upload.startedAt} />
            </span>
            <Tooltip label="Discard">
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                loading={discard.isPending && discard.variables === upload.id}
                onClick={() => discard.mutate(upload.id)}
                aria-label={`Discard the upload of ${upload.fileName}`}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Tooltip>
            <Progress
              className={classes.bar}
              size={4}
              value={(100 * upload.receivedBytes) / upload.sizeBytes}
              aria-label={`Upload of ${upload.fileName}`}
            />
          </li>
        ))}
      </ul>
      {discard.error !== null && <ProblemNotice error={discard.error} />}
    </section>
  );
}
