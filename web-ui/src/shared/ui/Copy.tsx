import { ActionIcon, Button, CopyButton as MantineCopy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './Copy.module.css';

/** `what` completes "Copy …" for people who don't see the icon. */
export function CopyIcon({ value, what }: { value: string; what: string }) {
  return (
    <MantineCopy value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`Copy ${what}`}>
            {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      )}
    </MantineCopy>
  );
}

export function CopyButton({ value, label = 'Copy' }: { value: string; label?: string }) {
  return (
    <MantineCopy value={value} timeout={1_500}>
      {({ copied, copy }) => (
        <Button
          size="xs"
          variant={copied ? 'light' : 'default'}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {copied ? 'Copied' : label}
        </Button>
      )}
    </MantineCopy>
  );
}

/** A value in monospace that is there to be copied. */
export function Code({ value, show = value, what }: { value: string; show?: string; what: string }) {
  return (
    <span className={classes.code}>
      <code title={value}>{show}</code>
      <CopyIcon value={value} what={what} />
    </span>
  );
}
