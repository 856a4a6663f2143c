import { useState } from 'react';
import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { itemsOf } from '@/shared/api/paging';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { imagesQuery } from '../image.api';
import classes from './CompareDialog.module.css';

interface CompareDialogProps {
  digest: string;
  opened: boolean;
  onClose: () => void;
}

/** Chooses the image to compare with. */
export function CompareDialog({ digest, opened, onClose }: CompareDialogProps) {
  const navigate = useNavigate();
  return (
    <Modal opened={opened} onClose={onClose} title="Compare with" size={560}>
      {opened && (
        <ImageChoice
          leftOut={digest}
          onChoose={(other) => {
            onClose();
            void navigate({
              to: '/images/$digest/comparison',
              params: { digest },
              search: { with: other },
            });
          }}
        />
      )}
    </Modal>
  );
}

interface ImageChoiceProps {
  leftOut?: string;
  onChoose: (digest: string) => void;
}

/** Images of all hosts by name; one of the registry by its digest. */
export function ImageChoice({ leftOut, onChoose }: ImageChoiceProps) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data, error, refetch } = useInfiniteQuery(imagesQuery(q === '' ? {} : { q }));
  const images = itemsOf(data).filter((image) => image.digest !== leftOut);
  const digest = /^sha256:[0-9a-f]{64}$/.test(q) && images.length === 0 ? q : undefined;
  return (
    <div className={classes.choice}>
      <TextInput
        aria-label="Name or digest of the image"
        placeholder="Name, or the digest of an image in the registry"
        leftSection={<IconSearch size={16} />}
        data-autofocus
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error !== null && <ProblemNotice error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <Loading rows={4} height={44} />}
      <ul className={classes.list}>
        {images.slice(0, 20).map((image) => (
          <li key={image.digest}>
            <button type="button" onClick={() => onChoose(image.digest)}>
              <span className={classes.name}>
                {shortReference(image.references[0] ?? shortDigest(image.digest))}
              </span>
              <span className={classes.about}>
                {image.os}/{image.architecture}, {bytes(image.sizeBytes)}, on{' '}
                {image.hosts.length === 1 ? image.hosts[0]?.name : count(image.hosts.length, 'host')}
              </span>
            </button>
          </li>
        ))}
        {digest !== undefined && (
          <li>
            <button type="button" onClick={() => onChoose(digest)}>
              <span className={classes.name}>{shortDigest(digest)}…</span>
              <span className={classes.about}>an image of the registry</span>
            </button>
          </li>
        )}
      </ul>
      {data !== undefined && images.length === 0 && digest === undefined && (
        <p className={classes.none}>
          No host has another image like this. One of the registry is found by its digest, which its
          repository’s page shows.
        </p>
      )}
    </div>
  );
}
