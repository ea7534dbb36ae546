import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { count } from '../../base/text';
import { POLICY_KINDS } from '../../report/policy-commands';
import { Paged } from '../components/data-table';
import { EmptyState } from '../components/empty-state';
import { FilterBar, type FilterField } from '../components/filter-bar';
import { Fold } from '../components/fold';
import { formatNumber } from '../model/format-number';
import type { PageModel } from '../model/page-model';
import {
  filterPolicies,
  policyGroupId,
  policyGroups,
  shareOfLimit,
  type PolicyGroup,
} from '../model/policy-groups';
import type { View, ViewProps } from '../model/view';
import { PolicyDetails } from './policy-details';

export const policiesView: View = { name: 'policies', title: 'Policies', Content: Policies };

/** A printed policy can fill a page. */
const MAX_PRINTED = 100;

function Policies({ model, parameters, setParameters }: ViewProps) {
  const { data, names } = model;
  const groups = useMemo(() => policyGroups(data.topology, data.accounts, names), [data, names]);
  const shown = filterPolicies(groups, parameters);
  if (groups.length === 0) return <EmptyState>The topology has no policies.</EmptyState>;
  return (
    <>
      <FilterBar
        fields={fieldsFor(model, groups)}
        result={resultText(shown)}
        parameters={parameters}
        setParameters={setParameters}
      />
      {shown.length === 0 && <EmptyState>No policy matches the filter.</EmptyState>}
      <Paged items={shown} maxPrinted={MAX_PRINTED} parameters={parameters} setParameters={setParameters}>
        {(page) =>
          page.map((group) => {
            const id = policyGroupId(group);
            return (
              <PolicyFold
                key={id}
                group={group}
                isOpen={parameters.policy === id}
                onToggle={() => {
                  setParameters({ policy: parameters.policy === id ? undefined : id, use: undefined });
                }}
              >
                <PolicyDetails group={group} parameters={parameters} setParameters={setParameters} />
              </PolicyFold>
            );
          })
        }
      </Paged>
    </>
  );
}

function fieldsFor({ data }: PageModel, groups: readonly PolicyGroup[]): readonly FilterField[] {
  const kinds = POLICY_KINDS.filter((kind) => groups.some((group) => group.kind === kind));
  return [
    { kind: 'text', name: 'text', label: 'Search', placeholder: 'repository, role or account' },
    { kind: 'select', name: 'kind', label: 'Kind', options: kinds.map((value) => ({ value, text: value })) },
    {
      kind: 'select',
      name: 'registry',
      label: 'Registry',
      options: data.topology.registries.map(({ name }) => ({ value: name, text: name })),
    },
    {
      kind: 'select',
      name: 'size',
      label: 'Size',
      options: [50, 80, 90].map((percent) => ({
        value: String(percent),
        text: `at least ${percent}% of the limit`,
      })),
    },
    {
      kind: 'select',
      name: 'sort',
      label: 'Sort by',
      all: 'Account',
      options: [{ value: 'size', text: 'Share of the limit' }],
    },
  ];
}

function resultText(groups: readonly PolicyGroup[]): string {
  const uses = groups.reduce((total, group) => total + group.uses.length, 0);
  const all = `${formatNumber(uses)} ${uses === 1 ? 'policy' : 'policies'}`;
  return uses === groups.length ? all : `${all}, ${formatNumber(groups.length)} different`;
}

interface PolicyFoldProps {
  readonly group: PolicyGroup;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ComponentChildren;
}

function PolicyFold({ group, isOpen, onToggle, children }: PolicyFoldProps) {
  const [first] = group.uses;
  const more = group.uses.length - 1;
  return (
    <Fold
      isOpen={isOpen}
      onToggle={onToggle}
      summary={
        <span class="policy-summary">
          <span>
            <strong>{first.text}</strong>
            {more > 0 && ` and ${count(more, 'other', 'others')}`}
          </span>
          <span class="muted">{group.kind}</span>
          <Size group={group} />
        </span>
      }
    >
      {children}
    </Fold>
  );
}

/** The share of the limit above which a policy is marked, because few additions fit. */
const HIGH_SHARE = 0.8;

function Size({ group }: { readonly group: PolicyGroup }) {
  const share = shareOfLimit(group);
  return (
    <span class={`size ${share >= HIGH_SHARE ? 'tone-caution' : ''}`}>
      <span class="bar" aria-hidden="true">
        <span style={{ width: `${Math.min(share, 1) * 100}%` }} />
      </span>
      <span>
        {formatNumber(group.length)} of {formatNumber(group.limit)} characters ({Math.round(share * 100)}%)
      </span>
    </span>
  );
}
