import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { AuditEntry } from '@/shared/api/model';
import { fullTime } from '@/shared/text/format';
import { CursorList } from '@/shared/ui/CursorList';
import { Empty } from '@/shared/ui/Notice';
import { Card, Page } from '@/shared/ui/Page';
import { Toolbar } from '@/shared/ui/Toolbar';
import { auditQuery, type AuditFilter } from '../audit.api';
import { differences } from '../diff';
import classes from './AuditPage.module.css';

export function AuditPage() {
  const filter = useSearch({ from: '/shell/audit' });
  const list = useInfiniteQuery(auditQuery(filter));
  return (
    <Page title="Audit" sub="Every change: who, from where, what, before and after">
      <Card flush>
        <Filters filter={filter} />
        <CursorList
          list={list}
          empty={<Empty title="No entry matches">Entries are kept for good; loosen the filter.</Empty>}
        >
          {(entries) => (
            <ul className={classes.list}>
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
          )}
        </CursorList>
      </Card>
    </Page>
  );
}

function Filters({ filter }: { filter: AuditFilter }) {
  const navigate = useNavigate({ from: '/audit' });
  const change = useDebouncedCallback(
    (next: AuditFilter) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true }),
    300,
  );
  return (
    <Toolbar>
      {(['actor', 'action', 'subject'] as const).map((field) => (
        <TextInput
          key={field}
          aria-label={`Filter by ${field}`}
          placeholder={{ actor: 'Who', action: 'Did what', subject: 'To what' }[field]}
          defaultValue={filter[field] ?? ''}
          onChange={(event) => change({ [field]: event.currentTarget.value || undefined })}
          style={{ flex: '1 1 140px', maxWidth: 220 }}
        />
      ))}
    </Toolbar>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const [open, setOpen] = useState(false);
  const changes = differences(entry.before, entry.after);
  return (
    <li className={classes.entry}>
      <time dateTime={entry.at} className={classes.at}>
        {fullTime(entry.at)}
      </time>
      <div className={classes.words}>
        <div>
          <strong>{entry.actor}</strong>{' '}
          <span className={classes.quiet}>{entry.actorType.toLowerCase()}</span> <code>{entry.action}</code>{' '}
          {entry.subjectName}
        </div>
        <div className={classes.quiet}>
          {entry.address === '' ? 'from inside' : `from ${entry.address}`}
          {entry.requestId !== null && ` · request ${entry.requestId}`}
        </div>
        {open && <Diff changes={changes} />}
      </div>
      {changes.length > 0 && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          aria-expanded={open}
          aria-label={`Changes of ${entry.action} ${entry.subjectName ?? ''}`}
          rightSection={open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          onClick={() => setOpen(!open)}
        >
          {changes.length} {changes.length === 1 ? 'field' : 'fields'}
        </Button>
      )}
    </li>
  );
}

function Diff({ changes }: { changes: ReturnType<typeof differences> }) {
  return (
    <dl className={classes.diff}>
      {changes.map(({ path, before, after }) => (
        <div key={path}>
          <dt>{path}</dt>
          <dd>
            {before !== undefined && <del>{before}</del>}
            {after !== undefined && <ins>{after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
