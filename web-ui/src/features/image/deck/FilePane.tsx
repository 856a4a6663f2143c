import { useEffect, useRef } from 'react';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ImageLayer, LayerFile } from '@/shared/api/model';
import { bytes, shortDigest } from '@/shared/text/format';
import { Code } from '@/shared/ui/Copy';
import { Loading, ProblemNotice } from '@/shared/ui/Notice';
import { Facts } from '@/shared/ui/Page';
import { Ago } from '@/shared/ui/Time';
import { sheetWords } from '../components/command';
import { Pane } from '../components/Pane';
import { show } from './content';
import { contentQuery, contentUrl, historyQuery, PREVIEW_BYTES, type DeckOf } from './layer.api';
import { KINDS, MARKS, markOf } from './marks';
import { modeText, shown } from './paths';
import classes from './FilePane.module.css';

interface FilePaneProps {
  of: DeckOf;
  path: string;
  /** The sheet as which the file is looked at. */
  layer: number;
  layers: ImageLayer[];
  onLayer: (number: number) => void;
  onClose: () => void;
}

/** One file as a sheet left it: what it is, its bytes, and what each sheet did to it. */
export function FilePane({ of, path, layer, layers, onLayer, onClose }: FilePaneProps) {
  const { data: history, error, refetch } = useQuery(historyQuery(of, path));
  const steps = history ?? [];
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    // Where there is no room for both beside each other, the file is above the list that it was chosen in.
    if (window.matchMedia('(max-width: 760px)').matches) pane.current?.scrollIntoView({ block: 'start' });
  }, [path]);
  const now = [...steps].reverse().find((step) => step.layer <= layer) ?? steps[0];
  return (
    <Pane ref={pane} path={path} onClose={onClose}>
      {error !== null && <ProblemNotice error={error} retry={() => void refetch()} />}
      {history === undefined && error === null && <Loading rows={3} height={22} />}
      {now !== undefined && (
        <>
          <History steps={steps} now={now} layers={layers} onLayer={onLayer} />
          <FileFacts file={now} />
          {(now.kind === 'FILE' || now.kind === 'HARDLINK') && <Content of={of} file={now} />}
        </>
      )}
    </Pane>
  );
}

interface HistoryProps {
  steps: LayerFile[];
  now: LayerFile;
  layers: ImageLayer[];
  onLayer: (number: number) => void;
}

function History({ steps, now, layers, onLayer }: HistoryProps) {
  return (
    <ol className={classes.history} aria-label="What each sheet did to it">
      {steps.map((step) => {
        const mark = markOf(step);
        return (
          <li key={step.layer}>
            <button
              type="button"
              aria-current={step === now ? 'step' : undefined}
              onClick={() => onLayer(step.layer)}
            >
              <b data-mark={mark}>
                {MARKS[mark].sign} {MARKS[mark].word}
              </b>
              <span className={classes.by}>{sheetWords(layers[step.layer])}</span>
              <span>{mark === 'REMOVED' ? '' : bytes(step.sizeBytes)}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function FileFacts({ file }: { file: LayerFile }) {
  return (
    <Facts
      facts={[
        ['Kind', KINDS[file.kind] ?? file.kind],
        ['Points to', file.link === null ? null : <code key="l">{shown(file.link)}</code>],
        [
          'Size',
          file.kind === 'DIRECTORY'
            ? null
            : `${bytes(file.sizeBytes)} (${file.sizeBytes.toLocaleString('en')} bytes)`,
        ],
        [
          'Mode',
          <code key="m">
            {modeText(file.mode)} {file.mode}
          </code>,
        ],
        ['Owner', `user ${file.uid}, group ${file.gid}`],
        ['Modified', <Ago key="t" time={new Date(file.modifiedAt * 1000).toISOString()} />],
        [
          'SHA-256',
          file.content === null ? null : (
            <Code
              key="c"
              value={file.content}
              show={`${shortDigest(file.content)}…`}
              what="digest of the content"
            />
          ),
        ],
      ]}
    />
  );
}

function Content({ of, file }: { of: DeckOf; file: LayerFile }) {
  // A removed file is shown as the sheets below still have it.
  const { data, error, refetch } = useQuery(contentQuery(of, file.layer, file.path));
  const save = (
    <a className={classes.save} href={contentUrl(of, file.layer, file.path)} download>
      <IconDownload size={15} aria-hidden /> Download
    </a>
  );
  if (error !== null) return <ProblemNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={5} height={16} />;
  const whole = file.sizeBytes <= PREVIEW_BYTES;
  const content = show(data, whole);
  return (
    <div className={classes.content}>
      <div className={classes.bar}>
        <span>
          {data.length === 0 ? 'empty file' : content.kind === 'text' ? 'text' : 'binary'}
          {!whole && `, the first ${bytes(data.length)} of ${bytes(file.sizeBytes)}`}
        </span>
        {save}
      </div>
      {data.length > 0 && (
        // A scrollable region must be reachable by keyboard (WCAG 2.1.1).
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre tabIndex={0} role="region" aria-label="Content" data-kind={content.kind}>
          {content.kind === 'text' ? content.text : content.lines.join('\n')}
        </pre>
      )}
    </div>
  );
}
