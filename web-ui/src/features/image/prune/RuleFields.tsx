import { NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useHosts } from '@/features/host';
import type { Choice } from './rules';
import classes from './Prune.module.css';

interface RuleFieldsProps {
  choice: Choice;
  onChange: (choice: Choice) => void;
  hostId: string | null;
  onHost: (hostId: string | null) => void;
}

const AGES = [
  { value: '', label: 'however long' },
  { value: '1', label: 'at least a day' },
  { value: '7', label: 'at least a week' },
  { value: '30', label: 'at least 30 days' },
  { value: '90', label: 'at least 90 days' },
  { value: '365', label: 'at least a year' },
];

/** Each rule narrows what may go; images that containers need never do. */
export function RuleFields({ choice, onChange, hostId, onHost }: RuleFieldsProps) {
  const hosts = useHosts();
  const change = (some: Partial<Choice>) => onChange({ ...choice, ...some });
  return (
    <div className={classes.rules}>
      <div className={classes.wide}>
        <SegmentedControl
          fullWidth
          aria-label="What may go"
          value={choice.unnamedOnly ? 'unnamed' : 'unused'}
          onChange={(value) => change({ unnamedOnly: value === 'unnamed' })}
          data={[
            { value: 'unnamed', label: 'Without a name' },
            { value: 'unused', label: 'All unused' },
          ]}
        />
      </div>
      <p className={`${classes.quiet} ${classes.wide}`}>
        {choice.unnamedOnly
          ? 'Images that no name leads to and no container uses, such as older builds whose name moved on.'
          : 'Every image that no container uses, as far as the rules below allow.'}
      </p>
      <Select
        label="On"
        value={hostId ?? ''}
        onChange={(value) => onHost(value || null)}
        allowDeselect={false}
        data={[
          { value: '', label: 'All hosts' },
          ...hosts.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <Select
        label="On the host for"
        value={choice.days}
        onChange={(value) => change({ days: value ?? '' })}
        allowDeselect={false}
        data={AGES}
      />
      {!choice.unnamedOnly && (
        <>
          <NumberInput
            label="Keep the newest of each repository"
            placeholder="none in particular"
            min={0}
            max={10_000}
            allowDecimal={false}
            value={choice.keepNewest ?? ''}
            onChange={(value) => change({ keepNewest: value === '' ? null : Number(value) })}
          />
          <TextInput
            label="Only names like"
            placeholder="team/*, or *:pr-*"
            value={choice.pattern}
            onChange={(event) => change({ pattern: event.currentTarget.value.replace(/\s/g, '') })}
          />
        </>
      )}
    </div>
  );
}
