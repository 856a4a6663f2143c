import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImageDetail } from '@/shared/api/model';
import { count, shortDigest } from '@/shared/text/format';
import { ProblemNotice } from '@/shared/ui/Notice';
import { tellDone } from '@/shared/ui/toast';
import { normalReference, referenceProblem } from '../forms/reference';
import { giveName, imagesQuery } from '../image.api';
import classes from './Names.module.css';

export function GiveName({ image }: { image: ImageDetail }) {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <Button
        className={classes.start}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconTag size={15} />}
        onClick={() => setOpen(true)}
      >
        Give it a name
      </Button>
    );
  return <NameForm image={image} onClose={() => setOpen(false)} />;
}

function NameForm({ image, onClose }: { image: ImageDetail; onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { reference: '' },
    validate: { reference: (text) => problemWith(text.trim(), image) },
  });
  const whole = normalReference(form.values.reference.trim());
  const elsewhere = useOtherImage(whole, image.digest);
  const give = useMutation({
    mutationFn: (name: string) => giveName(image.digest, name),
    onSuccess: async (_image, name) => {
      onClose();
      tellDone(`The image is called ${name}`);
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit(({ reference }) => give.mutate(reference.trim()))}>
      <div className={classes.row}>
        <TextInput
          size="xs"
          aria-label="New name"
          placeholder="team/app:2.0"
          description={words(whole, elsewhere, image)}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data-autofocus
          autoFocus
          onKeyDown={(event) => event.key === 'Escape' && onClose()}
          {...form.getInputProps('reference')}
        />
        <Button type="submit" size="xs" loading={give.isPending}>
          Give
        </Button>
        <Button variant="default" size="xs" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {give.error !== null && <ProblemNotice error={give.error} />}
    </form>
  );
}

function problemWith(text: string, image: ImageDetail): string | null {
  if (text === '') return 'Type a name';
  const whole = normalReference(text);
  if (whole !== null && image.references.includes(whole)) return 'It has this name already';
  return referenceProblem(text);
}

/** A name leads to one image only, so giving one that is taken moves it. */
function useOtherImage(whole: string | null, digest: string): string | null {
  const [settled] = useDebouncedValue(whole, 250);
  const list = useInfiniteQuery({ ...imagesQuery({ q: settled ?? '' }), enabled: settled !== null });
  if (settled === null || settled !== whole) return null;
  const other = list.data?.pages
    .flatMap((page) => page.items)
    .find((each) => each.references.includes(settled) && each.digest !== digest);
  return other === undefined ? null : shortDigest(other.digest);
}

function words(whole: string | null, elsewhere: string | null, image: ImageDetail): string {
  if (whole === null) return `It keeps the names it has, on ${count(image.hosts.length, 'host')}`;
  if (elsewhere !== null) return `${whole} leads to image ${elsewhere} now, and will lead here instead`;
  return whole;
}
