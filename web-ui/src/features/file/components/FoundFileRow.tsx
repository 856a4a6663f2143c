import { IconBox, IconFile, IconLink, IconStack3 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { FoundFile } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { Code } from '@/shared/ui/Copy';
import classes from './FoundFileRow.module.css';

/** Most that are named; the rest is counted. */
const NAMED = 8;

/** One file of one layer, with the images that show it and the containers that run with it. */
export function FoundFileRow({ file }: { file: FoundFile }) {
  const Icon = file.kind === 'SYMLINK' || file.kind === 'HARDLINK' ? IconLink : IconFile;
  const running = file.containers.filter(({ phase }) => phase === 'RUNNING');
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <Icon size={16} className={classes.icon} aria-hidden />
        <code className={classes.path}>/{shown(file.path)}</code>
        {file.link !== null && <code className={classes.quiet}>→ {shown(file.link)}</code>}
      </div>
      <div className={classes.facts}>
        <span>{bytes(file.sizeBytes)}</span>
        <span>
          mode <code>{file.mode}</code>, {file.uid}:{file.gid}
        </span>
        {file.content !== null && (
          <Code value={file.content} show={`${shortDigest(file.content)}…`} what="SHA-256 of the content" />
        )}
      </div>
      <div className={classes.places}>
        <IconStack3 size={15} className={classes.icon} aria-hidden />
        <span className="visually-hidden">Images: </span>
        {file.images.slice(0, NAMED).map((image) => (
          <Link
            key={image.digest}
            to="/images/$digest"
            params={{ digest: image.digest }}
            search={{ layer: image.layer, path: file.path }}
            className={classes.place}
            title={`sheet ${image.layer + 1}, on ${image.hosts.join(', ')}`}
          >
            {shortReference(image.name ?? shortDigest(image.digest))}
          </Link>
        ))}
        {file.images.length > NAMED && <span>and {file.images.length - NAMED} more</span>}
      </div>
      <div className={classes.places}>
        <IconBox size={15} className={classes.icon} aria-hidden />
        <span className={classes.quiet}>
          {file.containers.length === 0
            ? 'no container'
            : `${count(running.length, 'container')} running${
                file.containers.length > running.length
                  ? `, ${file.containers.length - running.length} not`
                  : ''
              }:`}
        </span>
        {[...running, ...file.containers.filter((one) => !running.includes(one))]
          .slice(0, NAMED)
          .map((container) => (
            <Link
              key={container.id}
              to="/containers/$id"
              params={{ id: container.id }}
              className={classes.place}
              data-running={container.phase === 'RUNNING' || undefined}
              title={`on ${container.hostName}`}
            >
              {container.name}
            </Link>
          ))}
        {file.containers.length > NAMED && <span>and {file.containers.length - NAMED} more</span>}
      </div>
    </li>
  );
}

/** Escaped bytes as \xHH, an escaped percent sign as itself; docs/api.md. */
const shown = (path: string) =>
  path.replace(/%([0-9A-F]{2})/g, (_, hex: string) => (hex === '25' ? '%' : `\\x${hex.toLowerCase()}`));
