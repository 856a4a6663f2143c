import type { ComponentType } from 'react';
import { Skeleton } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './Figure.module.css';

interface FigureProps {
  to: NonNullable<LinkProps['to']>;
  icon: ComponentType<{ size?: number; stroke?: number }>;
  name: string;
  value: number | undefined;
  of?: number;
}

export function Figure({ to, icon: Icon, name, value, of }: FigureProps) {
  return (
    <Link to={to} className={classes.figure}>
      <Icon size={22} stroke={1.5} />
      <span className={classes.name}>{name}</span>
      <span className={classes.value}>
        {value === undefined ? <Skeleton height={28} width={48} /> : value.toLocaleString('en')}
        {of !== undefined && <small> of {of.toLocaleString('en')}</small>}
      </span>
    </Link>
  );
}
