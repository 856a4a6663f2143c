import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { RunningOn } from '@/features/operation';
import { useMe } from '@/features/session';
import type { ImageConfig, ImageDetail } from '@/shared/api/model';
import { bytes, count, shortDigest, shortReference } from '@/shared/text/format';
import { commandLine } from '@/shared/text/shell';
import { Code } from '@/shared/ui/Copy';
import { Empty } from '@/shared/ui/Notice';
import { Card, Facts, Page } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { Unread } from '@/shared/ui/Unread';
import { ImageActions } from '../components/ImageActions';
import { Deck } from '../deck/Deck';
import { imageDeck } from '../deck/layer.api';
import { imageQuery } from '../image.api';
import { Names } from '../names/Names';
import classes from './ImagePage.module.css';

export function ImagePage() {
  const me = useMe();
  const navigate = useNavigate();
  const { digest } = useParams({ from: '/shell/images/$digest' });
  const thing = useQuery(imageQuery(digest));
  const image = thing.data;
  const place = useSearch({ from: '/shell/images/$digest' });
  if (image === undefined)
    return <Unread title="Image" over={<Link to="/images">Images</Link>} thing={thing} />;
  const name = shortReference(image.references[0] ?? shortDigest(image.digest));
  return (
    <Page
      title={name}
      over={<Link to="/images">Images</Link>}
      sub={`${image.os}/${image.architecture}, ${bytes(image.sizeBytes)} in ${count(image.layers.length, 'layer')}`}
      actions={<ImageActions image={image} name={name} />}
    >
      <RunningOn subjectId={digest} />
      <Deck
        of={imageDeck(digest)}
        place={place}
        onPlace={(to) =>
          void navigate({
            to: '/images/$digest',
            params: { digest },
            search: to,
            replace: true,
            resetScroll: false,
          })
        }
      />
      <div className={classes.grid}>
        <ImageFacts image={image} editable={me.admin} />
        <UsedBy image={image} />
      </div>
    </Page>
  );
}

function ImageFacts({ image, editable }: { image: ImageDetail; editable: boolean }) {
  return (
    <Card title="Image">
      <Facts
        facts={[
          ['Names', <Names key="n" image={image} editable={editable} />],
          [
            'Digest',
            <Code key="d" value={image.digest} show={`sha256:${shortDigest(image.digest)}…`} what="digest" />,
          ],
          ['Made', <Ago key="c" time={image.createdAt} none="the image does not say" />],
          [
            'On',
            <span key="h" className={classes.wrap}>
              {image.hosts.map((host) => (
                <Link key={host.id} to="/hosts/$id" params={{ id: host.id }}>
                  {host.name}
                </Link>
              ))}
            </span>,
          ],
          ...configFacts(image.config),
        ]}
      />
    </Card>
  );
}

function configFacts(config: ImageConfig | null): [string, React.ReactNode][] {
  if (config === null) return [];
  const words = (list: string[]) => (list.length === 0 ? null : <code>{commandLine(list)}</code>);
  return [
    ['Entrypoint', words(config.entrypoint)],
    ['Command', words(config.command)],
    ['User', config.user],
    ['Directory', config.workingDir && <code key="w">{config.workingDir}</code>],
    ['Ports', config.exposedPorts.join(', ')],
    ['Stop signal', config.stopSignal],
    ['Environment', config.env.length === 0 ? null : <Lines key="e" lines={config.env} />],
    [
      'Labels',
      Object.keys(config.labels).length === 0 ? null : (
        <Lines key="l" lines={Object.entries(config.labels).map((pair) => pair.join('='))} />
      ),
    ],
  ];
}

function Lines({ lines }: { lines: string[] }) {
  return lines.map((line) => (
    <div key={line}>
      <code>{line}</code>
    </div>
  ));
}

function UsedBy({ image }: { image: ImageDetail }) {
  return (
    <Card title={`Used by (${image.usedBy.length})`}>
      {image.usedBy.length === 0 ? (
        <Empty title="No container uses it">It only takes space; remove it when nothing will.</Empty>
      ) : (
        <ul className={classes.users}>
          {image.usedBy.map((container) => (
            <li key={container.id}>
              <Link to="/containers/$id" params={{ id: container.id }}>
                {container.name}
              </Link>
              <span className={classes.quiet}>{container.hostName}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
