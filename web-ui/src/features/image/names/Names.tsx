import { useState } from 'react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ImageDetail } from '@/shared/api/model';
import { shortReference } from '@/shared/text/format';
import { CopyIcon } from '@/shared/ui/Copy';
import { GiveName } from './GiveName';
import { TakeNameDialog } from './TakeNameDialog';
import classes from './Names.module.css';

/** What an image is called, and for an admin the way to call it otherwise. */
export function Names({ image, editable }: { image: ImageDetail; editable: boolean }) {
  const [taking, setTaking] = useState<string | null>(null);
  return (
    <div className={classes.names}>
      {image.references.length === 0 && (
        <span className={classes.none}>none; its digest still leads to it</span>
      )}
      {image.references.length > 0 && (
        <ul className={classes.list}>
          {image.references.map((reference) => (
            <li key={reference}>
              <code title={reference}>{shortReference(reference)}</code>
              <CopyIcon value={shortReference(reference)} what={shortReference(reference)} />
              {editable && (
                <Tooltip label="Take this name away">
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="sm"
                    onClick={() => setTaking(reference)}
                    aria-label={`Take the name ${shortReference(reference)} away`}
                  >
                    <IconX size={15} />
                  </ActionIcon>
                </Tooltip>
              )}
            </li>
          ))}
        </ul>
      )}
      {editable && <GiveName image={image} />}
      {taking !== null && (
        <TakeNameDialog
          image={image}
          reference={taking}
          last={image.references.length === 1}
          onClose={() => setTaking(null)}
        />
      )}
    </div>
  );
}
