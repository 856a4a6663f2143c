import { CopyIcon } from '@/shared/ui/Copy';
import { ownRegistry } from '../own';
import classes from './HowToPush.module.css';

/** The lines that bring an image here, as people type them; the registry is this very server. */
export function HowToPush({ user }: { user: string }) {
  const registry = ownRegistry();
  const lines = [
    { does: 'Log in', line: `docker login ${registry} --username ${user}` },
    { does: 'Name the image', line: `docker tag my-app:latest ${registry}/team/my-app:latest` },
    { does: 'Push it', line: `docker push ${registry}/team/my-app:latest` },
  ];
  return (
    <div className={classes.how}>
      <ol className={classes.steps}>
        {lines.map(({ does, line }) => (
          <li key={does}>
            <span className={classes.does}>{does}</span>
            <span className={classes.line}>
              <code>{line}</code>
              <CopyIcon value={line} what={`line: ${does.toLowerCase()}`} />
            </span>
          </li>
        ))}
      </ol>
      <p className={classes.hint}>
        The password is yours, or a token in its place. podman and skopeo take the same lines; over plain HTTP
        they want <code>--tls-verify=false</code>.
      </p>
    </div>
  );
}
