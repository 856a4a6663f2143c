import { get } from '@/shared/api/client';
import type { AuditEntry, Page } from '@/shared/api/model';
import { pagesOf } from '@/shared/api/paging';

export interface AuditFilter {
  actor?: string;
  action?: string;
  subject?: string;
}

export const auditQuery = (filter: AuditFilter = {}) =>
  pagesOf(['audit', 'list', filter], (cursor, signal) =>
    get<Page<AuditEntry>>('/audit', { ...filter, cursor }, signal),
  );
