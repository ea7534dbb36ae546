import { groupBy } from '../../../base/collections';
import type { AccessEntry } from '../../../report/page/access';
import type { AccessRow } from '../../access/access-rows';
import { isPublicRow } from '../../access/access-rows';
import type { ChipText } from '../../access/chip';
import { Paged, TableFrame } from '../../components/data-table';
import { formatNumber } from '../../model/format-number';
import { useIsPrinting } from '../../model/printing';
import type { PageModel } from '../../model/page-model';
import type { ViewProps } from '../../model/view';
import { AccessRowHeader } from './access-row-header';

interface Props extends Pick<ViewProps, 'model' | 'parameters' | 'setParameters'> {
  readonly rows: readonly AccessRow[];
  readonly chipText: (entry: AccessEntry) => ChipText;
  readonly selected: AccessEntry | undefined;
  /** The first callers of the unfolded rows, one a line. */
  readonly unfolded: string;
  readonly onSelect: (entry: AccessEntry) => void;
}

/** A table with a row for each caller, or callers with the same answers, and a column for each registry with answers. */
export function AccessMatrix({ model, rows, chipText, selected, unfolded, onSelect, ...route }: Props) {
  const registries = registriesOf(rows);
  const toggle = (caller: string) => {
    const others = unfolded.split('\n').filter((each) => each !== '' && each !== caller);
    const isUnfolded = unfolded.split('\n').includes(caller);
    route.setParameters({ unfolded: [...others, ...(isUnfolded ? [] : [caller])].join('\n') });
  };
  return (
    <>
      <Paged items={rows} {...route}>
        {(shown) => (
          <TableFrame label="Access of callers to registries">
            <thead>
              <tr>
                <th scope="col" class="caller">
                  Caller
                </th>
                {registries.map((registry) => (
                  <RegistryHeader key={registry.text} registry={registry} model={model} />
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.callers[0].text} class={isPublicRow(row) ? 'public' : undefined}>
                  <AccessRowHeader row={row} model={model} onToggle={toggle} />
                  <Cells
                    row={row}
                    registries={registries}
                    chipText={chipText}
                    selected={selected}
                    onSelect={onSelect}
                  />
                </tr>
              ))}
            </tbody>
          </TableFrame>
        )}
      </Paged>
      <HiddenRegistries model={model} shown={registries} />
    </>
  );
}

type Registry = AccessEntry['registry'];

/** In the order of the topology; destinations that it does not contain are the last. */
function registriesOf(rows: readonly AccessRow[]): readonly Registry[] {
  const byText = new Map(
    rows.flatMap(({ entries }) => entries.map(({ registry }) => [registry.text, registry])),
  );
  return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}

function RegistryHeader({ registry, model }: { readonly registry: Registry; readonly model: PageModel }) {
  const { text, name, accountId, region } = registry;
  return (
    <th scope="col">
      {text}
      {name === undefined ? null : (
        <span class="where">
          {model.names.get(accountId) ?? accountId}, {region}
        </span>
      )}
    </th>
  );
}

function Cells({
  row: { entries },
  registries,
  ...chips
}: Pick<Props, 'chipText' | 'selected' | 'onSelect'> & {
  readonly row: AccessRow;
  readonly registries: readonly Registry[];
}) {
  const byRegistry = groupBy(entries, ({ registry }) => registry.text);
  return (
    <>
      {registries.map(({ text }) => (
        <td key={text}>
          {byRegistry.get(text)?.map((entry, index) => (
            <Chip key={index} entry={entry} {...chips} />
          ))}
        </td>
      ))}
    </>
  );
}

function Chip({
  entry,
  chipText,
  selected,
  onSelect,
}: Pick<Props, 'chipText' | 'selected' | 'onSelect'> & { readonly entry: AccessEntry }) {
  const isPrinting = useIsPrinting();
  const { operation, repositories } = chipText(entry);
  const { kind, text } = entry.answer;
  const label = `${operation} ${repositories}`;
  const content = (
    <>
      {kind === 'no' ? <s>{label}</s> : label}
      {SUFFIXES[kind]}
    </>
  );
  if (isPrinting) return <span class={`chip ${kind}`}>{content}</span>;
  return (
    <button
      type="button"
      class={`chip ${kind}`}
      title={text}
      aria-label={`${label}: ${text}`}
      aria-expanded={entry === selected}
      onClick={() => {
        onSelect(entry);
      }}
    >
      {content}
    </button>
  );
}

/** A color or border is never the only difference. */
const SUFFIXES: Readonly<Record<AccessEntry['answer']['kind'], string>> = {
  yes: '',
  depends: ' …',
  no: ' no',
  unknown: ' ?',
};

/** Columns without answers are left out, which must not look like a mistake. */
function HiddenRegistries({
  model,
  shown,
}: {
  readonly model: PageModel;
  readonly shown: readonly Registry[];
}) {
  const texts = new Set(shown.map(({ text }) => text));
  const names = model.data.topology.registries.map(({ name }) => name).filter((name) => !texts.has(name));
  if (names.length === 0) return null;
  return (
    <details class="hidden-registries">
      <summary>
        {formatNumber(names.length)} {names.length === 1 ? 'registry has' : 'registries have'} no answer to
        show
      </summary>
      <p>{names.join(', ')}</p>
    </details>
  );
}
