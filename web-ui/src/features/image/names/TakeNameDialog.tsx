import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ImageDetail } from '@/shared/api/model';
import { shortReference } from '@/shared/text/format';
import { Confirm } from '@/shared/ui/Confirm';
import { tellDone } from '@/shared/ui/toast';
import { takeName } from '../image.api';

interface TakeNameDialogProps {
  image: ImageDetail;
  reference: string;
  /** No other name leads to the image. */
  last: boolean;
  onClose: () => void;
}

export function TakeNameDialog({ image, reference, last, onClose }: TakeNameDialogProps) {
  const queries = useQueryClient();
  const name = shortReference(reference);
  const take = useMutation({
    mutationFn: () => takeName(image.digest, reference),
    onSuccess: async () => {
      onClose();
      tellDone(`${name} leads to this image no more`);
      await queries.invalidateQueries({ queryKey: ['images'] });
    },
  });
  return (
    <Confirm
      opened
      title={`Take the name ${name} away?`}
      confirm="Take it away"
      danger={last}
      busy={take.isPending}
      error={take.error}
      onClose={onClose}
      onConfirm={() => take.mutate()}
    >
      <p>
        Only the name <strong>{name}</strong> goes, from every host that has the image; the image and its
        layers stay, and so do containers that were made from it.
      </p>
      {last && (
        <p>
          It is the last name. The image stays under its digest alone, and a prune of images without a name
          would remove it.
        </p>
      )}
    </Confirm>
  );
}
