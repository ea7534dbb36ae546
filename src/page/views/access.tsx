import { useMemo } from 'preact/hooks';
import { count } from '../../base/text';
import type { AccessEntry } from '../../report/page/access';
import { entriesCsv } from '../access/access-csv';
import { createAccessMatcher, parseAccessFilter } from '../access/access-filter';
import { accessRows } from '../access/access-rows';
import { createChipText } from '../access/chip';
import { findSelection, NO_SELECTION, repositoryToSelect, selectionParameters } from '../access/selection';
import { download } from '../picture/download';
import { EmptyState } from '../components/empty-state';
import { FilterBar } from '../components/filter-bar';
import { formatNumber } from '../model/format-number';
import type { PageModel } from '../model/page-model';
import type { View, ViewProps } from '../model/view';
import { accessFields } from './access/access-fields';
import { AccessMatrix } from './access/access-matrix';
import { AccessPanel, PANEL_HEADING } from './access/access-panel';

export const accessView: View = {
  name: 'access',
  title: 'Access',
  count: ({ data }) => callersIn(data.access),
  Content: Access,
};

/** Callers and registries as a table. A click on an answer explains it. */
function Access({ model, parameters, setParameters }: ViewProps) {
  const { access, topology } = model.data;
  const matcherFor = useMemo(() => createAccessMatcher(model), [model]);
  const chipText = useMemo(() => createChipText(model), [model]);
  const fields = useMemo(() => accessFields(model), [model]);
  const filter = parseAccessFilter(parameters);
  const filterKey = JSON.stringify(filter);
  const entries = useMemo(() => access.filter(matcherFor(filter)), [access, matcherFor, filterKey]);
  const unfolded = parameters.unfolded ?? '';
  const rows = useMemo(() => accessRows(entries, new Set(unfolded.split('\n'))), [entries, unfolded]);
  const selection = findSelection(model, parameters);
  const close = () => {
    const chip = document.querySelector<HTMLElement>('.chip[aria-expanded=true]');
    setParameters(NO_SELECTION);
    chip?.focus();
  };
  if (access.length === 0) return <EmptyState>No policy or replication rule gives access.</EmptyState>;
  return (
    <div
      class={selection === undefined ? 'access' : 'access with-panel'}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && selection !== undefined) close();
      }}
    >
      <div class="access-table">
        <FilterBar
          fields={fields}
          result={resultText(entries, model)}
          parameters={parameters}
          setParameters={setParameters}
        />
        <Legend />
        {entries.length === 0 ? (
          <EmptyState>No access matches the filters.</EmptyState>
        ) : (
          <AccessMatrix
            model={model}
            rows={rows}
            chipText={chipText}
            selected={selection?.entry}
            unfolded={unfolded}
            onSelect={(entry) => {
              const repository = repositoryToSelect(entry, model, filter.text) ?? '';
              setParameters(selectionParameters(entry, repository));
              focusPanel();
            }}
            parameters={parameters}
            setParameters={setParameters}
          />
        )}
        <p class="controls">
          <button
            type="button"
            disabled={entries.length === 0}
            onClick={() => {
              download('access.csv', 'text/csv', entriesCsv(entries, topology));
            }}
          >
            Download CSV
          </button>
        </p>
      </div>
      {selection === undefined ? null : (
        <AccessPanel
          model={model}
          selection={selection}
          rows={rows}
          onSelect={(entry, repository) => {
            setParameters(selectionParameters(entry, repository));
          }}
          onClose={close}
        />
      )}
    </div>
  );
}

/** Waits until the panel is in the page. */
function focusPanel(): void {
  requestAnimationFrame(() => {
    document.getElementById(PANEL_HEADING)?.focus();
  });
}

function callersIn(entries: readonly AccessEntry[]): number {
  return new Set(entries.map(({ caller }) => caller.text)).size;
}

function resultText(entries: readonly AccessEntry[], { data }: PageModel): string {
  const [shown, total] = [callersIn(entries), callersIn(data.access)];
  const callers = shown === total ? '' : `${formatNumber(shown)} of `;
  return `${callers}${formatNumber(total)} ${total === 1 ? 'caller' : 'callers'}, ${count(entries.length, 'answer', 'answers')}`;
}

function Legend() {
  return (
    <p class="access-legend">
      <span class="chip yes">allowed</span> <span class="chip depends">depends on something unknown</span>{' '}
      <span class="chip no">
        <s>denied</s> no
      </span>{' '}
      <span class="chip unknown">? unknown</span> <span class="muted">Select an answer to explain it.</span>
    </p>
  );
}
