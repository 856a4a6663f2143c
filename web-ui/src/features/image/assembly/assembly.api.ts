import { queryOptions } from '@tanstack/react-query';
import { get, post } from '@/shared/api/client';
import type { Assembly, Image } from '@/shared/api/model';
import type { View } from '../deck/layer.api';
import { textOf, type Choice } from './choice';

export const assemblyQuery = (layers: Choice[]) =>
  queryOptions({
    queryKey: ['assembly', textOf(layers)],
    queryFn: ({ signal }) => get<Assembly>('/images/assembly', { layers: textOf(layers) }, signal),
    enabled: layers.length > 0,
    staleTime: 60_000,
    retry: false,
  });

export const assembledView = (layers: Choice[], number: number, marks: string[]): View => ({
  url: '/images/assembly/files',
  fixed: { layers: textOf(layers), number: String(number) },
  marks,
});

export interface NewAssembly {
  reference: string;
  layers: Choice[];
  configOf: string;
  hostId?: string;
}

export const assembleImage = (wanted: NewAssembly) => post<Image>('/images/assembly', wanted);
