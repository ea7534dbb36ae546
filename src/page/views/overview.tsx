import type { Highlight } from '../../report/page/overview';
import { ToneSymbol } from '../components/badge';
import { EmptyState } from '../components/empty-state';
import { SourceLine } from '../components/source-line';
import { formatNumber } from '../model/format-number';
import type { View, ViewProps } from '../model/view';
import { LiveDifferences } from './live-differences';

export const overviewView: View = { name: 'overview', title: 'Overview', Content: Overview };

/** The numbers of the topology, and what to look at first. */
function Overview({ model }: ViewProps) {
  const { about, overview, live } = model.data;
  const { counts, highlights } = overview;
  return (
    <>
      <ul class="counts">
        {counts.map(({ number, label, link }) => (
          <li key={label}>
            <a href={link}>
              <strong>{formatNumber(number)}</strong> {label}
            </a>
          </li>
        ))}
      </ul>
      <h2>Look at these first</h2>
      {highlights.length === 0 ? (
        <EmptyState>
          Nothing stands out: no public access, no replication that is not permitted, and no warning.
        </EmptyState>
      ) : (
        <ul class="highlights">
          {highlights.map((highlight, index) => (
            <HighlightItem key={index} highlight={highlight} file={about.file} />
          ))}
        </ul>
      )}
      {live === undefined ? null : <LiveDifferences live={live} />}
    </>
  );
}

interface ItemProps {
  readonly highlight: Highlight;
  readonly file: string;
}

function HighlightItem({ highlight: { tone, title, lines, link, line }, file }: ItemProps) {
  return (
    <li class={`highlight tone-${tone}`}>
      <h3>
        <ToneSymbol tone={tone} /> {link === undefined ? title : <a href={link}>{title}</a>}{' '}
        <SourceLine file={file} line={line} />
      </h3>
      {lines.map((text, index) => (
        <p key={index}>{text}</p>
      ))}
    </li>
  );
}
