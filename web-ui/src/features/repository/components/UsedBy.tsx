import { Link } from '@tanstack/react-router';
import type { ManifestUser } from '@/shared/api/model';

const SHOWN = 8;

export function UsedBy({ users }: { users: ManifestUser[] }) {
  return (
    <>
      <p>Used by</p>
      <ul>
        {users.slice(0, SHOWN).map((user) => (
          <li key={`${user.containerId ?? ''} ${user.hostId} ${user.digest}`}>
            {user.containerId !== null && (
              <>
                <Link to="/containers/$id" params={{ id: user.containerId }}>
                  {user.containerName}
                </Link>{' '}
                on{' '}
              </>
            )}
            <Link to="/hosts/$id" params={{ id: user.hostId }}>
              {user.hostName}
            </Link>
            {user.containerId === null && ', which holds the image'}
          </li>
        ))}
        {users.length > SHOWN && <li>and {users.length - SHOWN} more</li>}
      </ul>
    </>
  );
}
