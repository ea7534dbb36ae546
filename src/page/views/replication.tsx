import { count } from '../../base/text';
import type { ReplicationEntry } from '../../report/page/replication';
import { Badge, type Tone } from '../components/badge';
import { Paged, TableFrame } from '../components/data-table';
import { EmptyState } from '../components/empty-state';
import { FilterBar } from '../components/filter-bar';
import { Fold } from '../components/fold';
import type { PageModel } from '../model/page-model';
import {
  countMissing,
  filterRoutes,
  missingImages,
  routeId,
  routeState,
  routeTable,
  type RouteState,
} from '../model/replication-routes';
import { pageNumber } from '../model/pages';
import { routeHash } from '../../report/page/route';
import type { View, ViewProps } from '../model/view';
import { RouteDetails } from './replication-details';

export const replicationView: View = {
  name: 'replication',
  title: 'Replication',
  count: ({ data }) => data.replication.length,
  Content: Replication,
};

const STATES: Readonly<Record<RouteState, readonly [Tone, string]>> = {
  yes: ['good', 'permitted'],
  depends: ['caution', 'depends'],
  unknown: ['caution', 'unknown'],
  no: ['danger', 'not permitted'],
  none: ['note', 'no repository'],
};

/** The details of a printed route can fill half a page. */
const MAX_PRINTED = 200;

function Replication({ model, parameters, setParameters }: ViewProps) {
  const routes = model.data.replication;
  if (routes.length === 0) return <EmptyState>The topology has no replication rules.</EmptyState>;
  const shown = filterRoutes(routes, parameters);
  return (
    <>
      <FilterBar
        parameters={parameters}
        setParameters={setParameters}
        fields={[
          { kind: 'text', name: 'text', label: 'Search', placeholder: 'registry, account or prefix' },
          { kind: 'select', name: 'registry', label: 'Registry', options: registryOptions(routes) },
          {
            kind: 'select',
            name: 'state',
            label: 'Answer',
            options: [...new Set(routes.map(routeState))].map((state) => ({
              value: state,
              text: STATES[state][1],
            })),
          },
        ]}
        result={count(shown.length, 'route', 'routes')}
      />
      {shown.length === 0 ? (
        <EmptyState>No route matches the filter.</EmptyState>
      ) : (
        <>
          <RouteMatrix model={model} routes={shown} parameters={parameters} />
          <h2>Routes</h2>
          <Paged items={shown} maxPrinted={MAX_PRINTED} parameters={parameters} setParameters={setParameters}>
            {(page) =>
              page.map((route) => (
                <RouteFold
                  key={routeId(route)}
                  model={model}
                  route={route}
                  isOpen={parameters.route === routeId(route)}
                  setParameters={setParameters}
                />
              ))
            }
          </Paged>
        </>
      )}
    </>
  );
}

function registryOptions(routes: readonly ReplicationEntry[]) {
  const names = new Set(routes.flatMap(({ from, to }) => [from, to.text]));
  return [...names].sort().map((name) => ({ value: name, text: name }));
}

interface MatrixProps {
  readonly model: PageModel;
  readonly routes: readonly ReplicationEntry[];
  readonly parameters: ViewProps['parameters'];
}

function RouteMatrix({ model, routes, parameters }: MatrixProps) {
  const { sources, destinations, routeAt } = routeTable(routes);
  return (
    <TableFrame label="Replication from each source registry to each destination">
      <thead>
        <tr>
          <th scope="col" class="corner">
            From ↓ To →
          </th>
          {destinations.map((to) => (
            <th key={to.text} scope="col">
              {to.text}
              <RegistryPlace model={model} {...to} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map((from) => (
          <tr key={from}>
            <th scope="row">
              {from}
              <SourcePlace model={model} name={from} />
            </th>
            {destinations.map((to) => {
              const route = routeAt(from, to);
              return (
                <td key={to.text}>
                  {route !== undefined && (
                    <RouteCell
                      model={model}
                      route={route}
                      parameters={{ ...parameters, page: pageNumber(routes.indexOf(route)) }}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function SourcePlace({ model, name }: { readonly model: PageModel; readonly name: string }) {
  const registry = model.data.topology.registries.find((each) => each.name === name);
  return registry === undefined ? null : <RegistryPlace model={model} {...registry} />;
}

interface PlaceProps extends Pick<ReplicationEntry['to'], 'accountId' | 'region'> {
  readonly model: PageModel;
}

function RegistryPlace({ model, accountId, region }: PlaceProps) {
  return (
    <span class="place">
      {model.names.get(accountId) ?? accountId}, {region}
    </span>
  );
}

interface CellProps {
  readonly model: PageModel;
  readonly route: ReplicationEntry;
  readonly parameters: ViewProps['parameters'];
}

function RouteCell({ model, route, parameters }: CellProps) {
  const [tone, title] = STATES[routeState(route)];
  return (
    <a
      class="route-cell"
      href={routeHash({ view: 'replication', parameters: { ...parameters, route: routeId(route) } })}
    >
      <span class="prefixes">{prefixText(route)}</span>
      <span class="place">{count(route.repositories, 'repository', 'repositories')}</span>
      <Marks route={route} />
      <Badge tone={tone}>{title}</Badge> <Missing model={model} route={route} />
    </a>
  );
}

function Missing({ model, route }: Pick<CellProps, 'model' | 'route'>) {
  const missing = countMissing(missingImages(model.data, route));
  return missing === 0 ? null : (
    <Badge tone="caution">{count(missing, 'image missing', 'images missing')}</Badge>
  );
}

/** Longer lists are shown as a number. The details list all prefixes. */
const MAX_PREFIXES = 4;

function prefixText({ filters }: ReplicationEntry): string {
  if (filters === 'all') return 'all';
  return filters.length > MAX_PREFIXES ? `${filters.length} prefixes` : filters.join(', ');
}

function Marks({ route: { isOtherAccount, isOtherRegion } }: { readonly route: ReplicationEntry }) {
  const marks = [
    ...(isOtherAccount ? ['other account'] : []),
    ...(isOtherRegion ? ['other Region'] : []),
  ].join(', ');
  return <span class="place">{marks}</span>;
}

interface RouteFoldProps {
  readonly model: PageModel;
  readonly route: ReplicationEntry;
  readonly isOpen: boolean;
  readonly setParameters: ViewProps['setParameters'];
}

function RouteFold({ model, route, isOpen, setParameters }: RouteFoldProps) {
  const [tone, title] = STATES[routeState(route)];
  return (
    <Fold
      isOpen={isOpen}
      onToggle={() => {
        setParameters({ route: isOpen ? undefined : routeId(route) });
      }}
      summary={
        <>
          <strong>
            {route.from} → {route.to.text}
          </strong>
          <span class="prefixes">{prefixText(route)}</span>
          <Badge tone={tone}>{title}</Badge>
          <Missing model={model} route={route} />
          {route.notes.length > 0 && (
            <Badge tone="caution">{count(route.notes.length, 'note', 'notes')}</Badge>
          )}
        </>
      }
    >
      <RouteDetails model={model} route={route} />
    </Fold>
  );
}
