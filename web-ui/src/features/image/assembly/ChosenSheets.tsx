import { useEffect, useRef } from 'react';
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import type { AssembledLayer } from '@/shared/api/model';
import { bytes, shortDigest, shortReference } from '@/shared/text/format';
import { layerCommand } from '../components/command';
import { moved, textOf, type Choice } from './choice';
import classes from './ChosenSheets.module.css';

interface ChosenSheetsProps {
  layers: Choice[];
  /** What is known of each, once it is. */
  known: AssembledLayer[] | undefined;
  /** Numbers of those that are in a conflict. */
  inConflict: ReadonlySet<number>;
  looked: number;
  onLook: (number: number) => void;
  onChange: (layers: Choice[]) => void;
}

/** The chosen sheets, top one first; each can be moved up and down, taken out, and looked at. */
export function ChosenSheets({ layers, known, inConflict, looked, onLook, onChange }: ChosenSheetsProps) {
  const list = useRef<HTMLOListElement>(null);
  const follow = useRef<number>(undefined);
  const text = textOf(layers);
  useEffect(() => {
    // Whoever moves a sheet by keyboard goes on with that sheet.
    if (follow.current === undefined) return;
    list.current?.querySelector<HTMLElement>(`[data-number="${follow.current}"]`)?.focus();
    follow.current = undefined;
  }, [text]);
  const move = (from: number, to: number) => {
    const next = moved(layers, from, to);
    if (next === layers) return;
    follow.current = to;
    onChange(next);
  };
  const onKey = (event: React.KeyboardEvent, number: number) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (step === undefined || !event.altKey) return;
    event.preventDefault();
    move(number, number + step);
  };
  return (
    <ol ref={list} className={classes.list} aria-label="Chosen sheets, the top one first">
      {layers
        .map((choice, number) => ({ choice, number, layer: known?.[number] }))
        .reverse()
        .map(({ choice, number, layer }) => {
          const words = layer === undefined ? `layer ${choice.layer + 1}` : layerCommand(layer.createdBy);
          return (
            <li
              key={`${choice.image} ${choice.layer} ${number}`}
              className={classes.row}
              data-looked={number === looked || undefined}
            >
              <button
                type="button"
                className={classes.words}
                aria-pressed={number === looked}
                aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                data-number={number}
                onClick={() => onLook(number)}
                onKeyDown={(event) => onKey(event, number)}
              >
                <code>{words}</code>
                <span className={classes.about}>
                  <span>
                    sheet {choice.layer + 1} of{' '}
                    {shortReference(layer?.imageName ?? shortDigest(choice.image))}
                  </span>
                  {layer !== undefined && <span>{bytes(layer.sizeBytes)}</span>}
                  {inConflict.has(number) && <b>has conflicts</b>}
                </span>
              </button>
              <span className={classes.deeds}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move up: ${words}`}
                  disabled={number === layers.length - 1}
                  onClick={() => move(number, number + 1)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Move down: ${words}`}
                  disabled={number === 0}
                  onClick={() => move(number, number - 1)}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`Take out: ${words}`}
                  onClick={() => onChange(layers.filter((_, i) => i !== number))}
                >
                  <IconX size={16} />
                </ActionIcon>
              </span>
            </li>
          );
        })}
    </ol>
  );
}
