import { useState } from 'react';
import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { bytes } from '@/shared/text/format';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { sheetWords } from '../components/command';
import { imageDeck, layersQuery } from '../deck/layer.api';
import { ImageChoice } from '../forms/CompareDialog';
import type { Choice } from './choice';
import classes from './AddSheets.module.css';

interface AddSheetsProps {
  opened: boolean;
  onClose: () => void;
  onAdd: (layers: Choice[]) => void;
}

/** Chooses sheets of one image to lie on top. */
export function AddSheets({ opened, onClose, onAdd }: AddSheetsProps) {
  const [image, setImage] = useState<string>();
  const close = () => {
    setImage(undefined);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={image === undefined ? 'Add sheets of which image?' : 'Which of its sheets?'}
      size={620}
    >
      {opened && image === undefined && <ImageChoice onChoose={setImage} />}
      {opened && image !== undefined && (
        <Sheets
          digest={image}
          onBack={() => setImage(undefined)}
          onAdd={(layers) => {
            onAdd(layers);
            close();
          }}
        />
      )}
    </Modal>
  );
}

interface SheetsProps {
  digest: string;
  onBack: () => void;
  onAdd: (layers: Choice[]) => void;
}

function Sheets({ digest, onBack, onAdd }: SheetsProps) {
  const { data, error, refetch } = useQuery(layersQuery(imageDeck(digest)));
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={5} height={40} />;
  const chosen = data.layers.filter(({ number }) => !left.has(number));
  const toggle = (number: number) => {
    const next = new Set(left);
    if (!next.delete(number)) next.add(number);
    setLeft(next);
  };
  return (
    <div className={classes.sheets}>
      <p className={classes.hint}>The top sheet first; they go on top of what is chosen already.</p>
      <ul className={classes.list}>
        {[...data.layers].reverse().map((layer) => (
          <li key={layer.number}>
            <Checkbox
              checked={!left.has(layer.number)}
              onChange={() => toggle(layer.number)}
              label={<code>{sheetWords(layer)}</code>}
              description={`sheet ${layer.number + 1}, ${bytes(layer.sizeBytes)}`}
            />
          </li>
        ))}
      </ul>
      <div className={classes.deeds}>
        <Button variant="default" onClick={onBack}>
          Another image
        </Button>
        <Button
          disabled={chosen.length === 0}
          onClick={() => onAdd(chosen.map(({ number }) => ({ image: digest, layer: number })))}
        >
          Put {chosen.length} on top
        </Button>
      </div>
    </div>
  );
}
