import type { ReactNode } from 'react';
import { Checkbox } from '@mantine/core';
import classes from './Table.module.css';

export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** 'main' heads the card that a row becomes on a phone; 'end' sits in its corner, 'acts' behind that. */
  place?: 'main' | 'end' | 'acts';
  align?: 'right';
  width?: string;
}

interface Selection {
  ids: ReadonlySet<string>;
  change: (ids: Set<string>) => void;
  label: (id: string) => string;
}

interface TableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[];
  id: (row: T) => string;
  selection?: Selection;
  dim?: (row: T) => boolean;
}

/** A table that becomes a list of cards on a phone; roles are spelled out because CSS display changes drop them. */
export function Table<T>({ label, columns, rows, id, selection, dim }: TableProps<T>) {
  const all = rows.map(id);
  const chosen = selection === undefined ? 0 : all.filter((each) => selection.ids.has(each)).length;
  return (
    <table className={classes.table} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {selection !== undefined && (
            <th role="columnheader" className={classes.check}>
              <Checkbox
                size="xs"
                label="Select all"
                classNames={{ labelWrapper: classes.all }}
                checked={chosen > 0 && chosen === all.length}
                indeterminate={chosen > 0 && chosen < all.length}
                onChange={(event) => selection.change(new Set(event.currentTarget.checked ? all : []))}
              />
            </th>
          )}
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              data-align={column.align}
              style={{ width: column.width }}
            >
              {column.header === '' ? <span className="visually-hidden">Actions</span> : column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row
            key={id(row)}
            row={row}
            id={id(row)}
            columns={columns}
            selection={selection}
            dim={dim?.(row) ?? false}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps<T> {
  row: T;
  id: string;
  columns: Column<T>[];
  selection?: Selection;
  dim: boolean;
}

function Row<T>({ row, id, columns, selection, dim }: RowProps<T>) {
  const selected = selection?.ids.has(id) ?? false;
  return (
    <tr role="row" data-selected={selected || undefined} data-dim={dim || undefined}>
      {selection !== undefined && (
        <td role="cell" className={classes.check}>
          <Checkbox
            size="xs"
            aria-label={`Select ${selection.label(id)}`}
            checked={selected}
            onChange={(event) => {
              const ids = new Set(selection.ids);
              if (event.currentTarget.checked) ids.add(id);
              else ids.delete(id);
              selection.change(ids);
            }}
          />
        </td>
      )}
      {columns.map((column) => (
        <td
          key={column.key}
          role="cell"
          data-label={column.header}
          data-place={column.place}
          data-align={column.align}
        >
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}
