import { useState } from 'preact/hooks';
import type { About } from '../../report/page/page-data';
import { formatNumber } from '../model/format-number';
import type { PageModel } from '../model/page-model';
import { applyTheme, storedTheme, storeTheme, THEMES } from '../model/theme';
import type { View } from '../model/view';
import { Badge } from './badge';

interface Props {
  readonly model: PageModel;
  readonly views: readonly View[];
  readonly current: View;
  readonly onSkip: () => void;
}

/** What the page shows and where it comes from, and the navigation. */
export function PageHeader({ model, views, current, onSkip }: Props) {
  return (
    <header class="page-header">
      <a
        class="skip"
        href={`#/${current.name}`}
        onClick={(event) => {
          // The hash of the URL names the view, so the link cannot name an element.
          event.preventDefault();
          onSkip();
        }}
      >
        Skip to content
      </a>
      <div class="provenance">
        <p>
          <strong>ECR topology</strong> <AboutText about={model.data.about} />
        </p>
        <div class="controls">
          <ThemeSelect />
          <button
            type="button"
            onClick={() => {
              print();
            }}
          >
            Print
          </button>
        </div>
      </div>
      <nav aria-label="Views">
        <ul>
          {views.map((view) => (
            <li key={view.name}>
              <ViewLink view={view} count={view.count?.(model)} isCurrent={view === current} />
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

function AboutText({ about: { file, commit, createdAt, version, isRedacted } }: { readonly about: About }) {
  return (
    <>
      <span class="fact file">{file}</span>
      {commit !== undefined && (
        <span class="fact">
          commit <code>{commit.id}</code>
          {commit.isModified && ', modified since'}
        </span>
      )}
      <time class="fact" dateTime={createdAt}>
        {createdAt.replace('T', ' ').replace(/:\d\dZ$/, ' UTC')}
      </time>
      <span class="fact">version {version}</span>
      {isRedacted && (
        <span class="fact">
          <Badge tone="note">redacted</Badge>
        </span>
      )}
    </>
  );
}

interface ViewLinkProps {
  readonly view: View;
  readonly count: number | undefined;
  readonly isCurrent: boolean;
}

function ViewLink({ view: { name, title }, count, isCurrent }: ViewLinkProps) {
  return (
    <a href={`#/${name}`} aria-current={isCurrent ? 'page' : undefined}>
      {title}
      {count !== undefined && (
        <>
          {' '}
          <span class="view-count">{formatNumber(count)}</span>
        </>
      )}
    </a>
  );
}

const THEME_TITLES = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const;

function ThemeSelect() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <label>
      <span class="theme-label">Theme</span>
      <select
        value={theme}
        onChange={({ currentTarget: { value } }) => {
          const chosen = THEMES.find((each) => each === value) ?? 'auto';
          setTheme(chosen);
          applyTheme(chosen);
          storeTheme(chosen);
        }}
      >
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {THEME_TITLES[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
