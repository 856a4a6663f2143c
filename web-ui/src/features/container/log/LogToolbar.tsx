import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconDownload, IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Container } from '@/shared/api/model';
import { saveAs } from '@/shared/ui/save';
import { tellProblem } from '@/shared/ui/toast';
import { downloadLog } from '../container.api';
import classes from './LogViewer.module.css';

interface Options {
  follow: boolean;
  wrap: boolean;
  times: boolean;
}

interface LogToolbarProps {
  container: Container;
  text: string;
  onText: (text: string) => void;
  hits: number;
  /** Which hit is shown, from 0; -1 for none. */
  current: number;
  step: (by: number) => void;
  /** Whether new lines come, so that there is something to follow. */
  live: boolean;
  options: Options;
  onOptions: (options: Options) => void;
}

export function LogToolbar({
  container,
  text,
  onText,
  hits,
  current,
  step,
  live,
  options,
  onOptions,
}: LogToolbarProps) {
  const download = useMutation({
    mutationFn: () => downloadLog(container.id),
    onSuccess: (blob) => saveAs(blob, `${container.name}.log`),
    onError: (error) => tellProblem(error, 'The log was not downloaded'),
  });
  const toggles: [keyof Options, string][] = [
    ...(live ? [['follow', 'Follow'] satisfies [keyof Options, string]] : []),
    ['wrap', 'Wrap'],
    ['times', 'Timestamps'],
  ];
  return (
    <div className={classes.toolbar}>
      <TextInput
        size="xs"
        type="search"
        aria-label="Search log"
        placeholder="Search log"
        className={classes.search}
        leftSection={<IconSearch size={14} />}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') onText('');
        }}
      />
      <span className={classes.hits} role="status">
        {text !== '' && (hits === 0 ? 'none' : current < 0 ? `${hits} lines` : `${current + 1} of ${hits}`)}
      </span>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={hits === 0}
        aria-label="Previous match"
        onClick={() => step(-1)}
      >
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        disabled={hits === 0}
        aria-label="Next match"
        onClick={() => step(1)}
      >
        <IconChevronDown size={16} />
      </ActionIcon>
      <span className={classes.space} />
      {toggles.map(([name, label]) => (
        <Checkbox
          key={name}
          size="xs"
          label={label}
          checked={options[name]}
          onChange={(event) => onOptions({ ...options, [name]: event.currentTarget.checked })}
        />
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconDownload size={14} />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Download
      </Button>
    </div>
  );
}
