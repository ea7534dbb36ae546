import type { ComponentChildren } from 'preact';
import type { ArrowKind } from '../../report/graph/diagram';

const LAYER_NAMES: Readonly<Record<ArrowKind, string>> = {
  replication: 'Replication',
  cache: 'Pull-through caches',
  pull: 'Pull',
  push: 'Push',
};

interface ToolbarProps {
  readonly layers: readonly ArrowKind[];
  readonly hiddenLayers: ReadonlySet<ArrowKind>;
  readonly onToggle: (layer: ArrowKind) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onDownload: () => void;
  /** The search. */
  readonly children: ComponentChildren;
}

export const ZOOM_STEP = 1.3;

export function Toolbar(props: ToolbarProps) {
  const { layers, hiddenLayers, onToggle, onZoom, onFit, onDownload, children } = props;
  return (
    <div class="picture-toolbar">
      {children}
      {layers.length > 0 && (
        <fieldset>
          <legend>Show</legend>
          {layers.map((layer) => (
            <label key={layer} class={`picture-layer ${layer}`}>
              <input
                type="checkbox"
                checked={!hiddenLayers.has(layer)}
                onChange={() => {
                  onToggle(layer);
                }}
              />
              {LAYER_NAMES[layer]}
            </label>
          ))}
        </fieldset>
      )}
      <div class="picture-buttons" role="group" aria-label="Zoom">
        <ZoomButton label="Zoom out" symbol="−" factor={1 / ZOOM_STEP} onZoom={onZoom} />
        <ZoomButton label="Zoom in" symbol="+" factor={ZOOM_STEP} onZoom={onZoom} />
        <button type="button" onClick={onFit}>
          Fit
        </button>
      </div>
      <button type="button" onClick={onDownload}>
        Download SVG
      </button>
    </div>
  );
}

interface ZoomButtonProps {
  readonly label: string;
  readonly symbol: string;
  readonly factor: number;
  readonly onZoom: (factor: number) => void;
}

function ZoomButton({ label, symbol, factor, onZoom }: ZoomButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => {
        onZoom(factor);
      }}
    >
      {symbol}
    </button>
  );
}

interface SearchProps {
  readonly search: string;
  readonly found: number;
  readonly onSearch: (search: string) => void;
  /** Shows the next element that was found. */
  readonly onNext: () => void;
}

export function Search({ search, found, onSearch, onNext }: SearchProps) {
  return (
    <form
      role="search"
      class="picture-search"
      onSubmit={(event) => {
        event.preventDefault();
        onNext();
      }}
    >
      <label>
        Find{' '}
        <input
          type="search"
          value={search}
          placeholder="Registry, principal, repository"
          onInput={(event) => {
            onSearch(event.currentTarget.value);
          }}
        />
      </label>
      <span aria-live="polite">{search === '' ? '' : `${found} found`}</span>
    </form>
  );
}
