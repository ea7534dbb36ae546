import { accountNames } from '../../access/evaluate/grantees';
import type { RegistryName, RepositoryName } from '../../aws/names';
import type { LoadedTopology } from '../../lint/declaration/load';
import { declaredAccount } from '../../model/deployment';
import { accessEntries } from './access';
import { declarationLines } from './lines';
import type { LiveSection } from './live';
import type { About, PageData } from './page-data';
import { overviewOf } from './overview';
import { replicationEntries } from './replication';
import type { ReviewSection } from './review';

/** What the command adds to the declaration. */
export interface PageInput {
  readonly about: About;
  readonly loaded: LoadedTopology;
  readonly review: ReviewSection | undefined;
  readonly live: LiveSection | undefined;
}

/** Collects everything that the page shows, except for the picture (`withPicture`). */
export function buildPageData({ about, loaded, review, live }: PageInput): Omit<PageData, 'picture'> {
  const { topology, deployment } = loaded;
  const names = accountNames(deployment.accounts);
  const access = accessEntries(topology, names);
  const replication = replicationEntries(loaded, access);
  const lines = declarationLines(loaded);
  return {
    version: 1,
    about,
    accounts: deployment.accounts.map(declaredAccount),
    topology,
    originals: originalsByRegistry(loaded),
    lines,
    overview: overviewOf({ loaded, access, replication, lines, review, live }),
    access,
    replication,
    review,
    live,
  };
}

function originalsByRegistry({
  declared,
}: LoadedTopology): Readonly<Record<RegistryName, readonly RepositoryName[]>> {
  return Object.fromEntries(
    [...declared.bound.originals].map(([{ name }, repositories]) => [
      name,
      repositories.map((each) => each.name).sort(),
    ]),
  );
}
