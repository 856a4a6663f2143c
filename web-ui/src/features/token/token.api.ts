import { get, post, remove } from '@/shared/api/client';
import type { Page, Token } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export const tokensQuery = pagesOf(['tokens', 'list'], (cursor, signal) =>
  get<Page<Token>>('/tokens', { cursor }, signal),
);

export const createToken = (token: { name: string; expiresInDays: number }) =>
  post<Token & { secret: string }>('/tokens', token);

export const revokeToken = (id: string) => remove(`/tokens/${id}`);
