import type { LiveSection } from '../../report/page/live';
import type { Highlight } from '../../report/page/highlight';
import type { OverviewCount } from '../../report/page/overview';
import { ToneSymbol } from '../components/badge';
import { SourceLines } from '../components/source-line';
import { formatNumber } from '../model/format-number';
import type { View, ViewProps } from '../model/view';

export const overviewView: View = { name: 'overview', title: 'Overview', Content: Overview };

function Overview({ model }: ViewProps) {
  const { about, overview, live } = model.data;
  return (
    <div class="overview">
      <ul class="counts">
        {overview.counts.map((each) => (
          <Count key={each.label} count={each} />
        ))}
      </ul>
      <h2>Look at these first</h2>
      {overview.highlights.length === 0 ? (
        <p class="all-clear">
          <span class="tone-good">
            <ToneSymbol tone="good" />
          </span>{' '}
          No public access, no wildcards, no access from other organizations, and no warnings. All replication
          is permitted, and each repository has a lifecycle policy.
        </p>
      ) : (
        <ul class="highlights">
          {overview.highlights.map((each) => (
            <HighlightItem key={`${each.title} ${each.lines.join()}`} highlight={each} file={about.file} />
          ))}
        </ul>
      )}
      {live !== undefined && <Live live={live} />}
    </div>
  );
}

function Count({ count: { number, label, detail, link } }: { readonly count: OverviewCount }) {
  return (
    <li>
      <a href={link}>
        <strong>{formatNumber(number)}</strong> <span>{label}</span>
      </a>
      {detail !== undefined && <span class="muted">{detail}</span>}
    </li>
  );
}

interface HighlightProps {
  readonly highlight: Highlight;
  readonly file: string;
}

const TONE_WORDS = { danger: 'Problem', caution: 'Warning', note: 'Note' } as const;

function HighlightItem({ highlight: { tone, title, text, names, more, lines, link }, file }: HighlightProps) {
  return (
    <li class={`highlight ${tone}`}>
      <span class={`tone-${tone}`}>
        <ToneSymbol tone={tone} />
        <span class="visually-hidden">{TONE_WORDS[tone]}: </span>
      </span>
      <div>
        <p>{link === undefined ? <strong>{title}</strong> : <a href={link}>{title}</a>}</p>
        {text !== '' && <p class="muted">{text}</p>}
        {names.length > 0 && (
          <p class="names">
            {names.map((name) => (
              <code key={name}>{name}</code>
            ))}
            {more > 0 && <span class="muted">and {formatNumber(more)} more</span>}
          </p>
        )}
        <SourceLines file={file} lines={lines} />
      </div>
    </li>
  );
}

/** The result of `verify`. */
function Live({ live }: { readonly live: LiveSection }) {
  const { summary, advice, differences, unreadable } = live;
  return (
    <section aria-labelledby="overview-live">
      <h2 id="overview-live">Compared with AWS</h2>
      <p>{summary}</p>
      {advice.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {differences.map(({ title, lines }) => (
        <details key={title} open>
          <summary>
            {title} <span class="muted">{formatNumber(lines.length)}</span>
          </summary>
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      ))}
      {unreadable.length > 0 && <h3>Not read</h3>}
      {unreadable.map(({ message, help }) => (
        <p key={message}>
          {message} <span class="muted">{help}</span>
        </p>
      ))}
    </section>
  );
}
