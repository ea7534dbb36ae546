import { accountNames, type AccountNames } from '../../access/evaluate/grantees';
import { NO_CONTEXT, type EvaluationContext } from '../../access/evaluate/evaluation-context';
import type { RegistryName, RepositoryName } from '../../aws/names';
import type { PageData } from '../../report/page/page-data';
import { decodeShared } from '../../report/page/shared-json';

/** The data of the page, with what the views derive from it once. */
export interface PageModel {
  readonly data: PageData;
  readonly names: AccountNames;
  /** What `explain` evaluates in addition to the topology. */
  readonly evaluationContext: EvaluationContext;
}

/** Reads the JSON that `pageHtml` wrote into the page. */
export function readPageModel(json: string): PageModel {
  const data = decodeShared(json) as PageData; // the type that pageHtml encodes
  const originals = new Map(
    Object.entries(data.originals).map(([registry, names]) => [registry, new Set(names)]),
  );
  return {
    data,
    names: accountNames(data.accounts),
    evaluationContext: {
      ...NO_CONTEXT,
      isOriginal: (registry: RegistryName, repository: RepositoryName) =>
        originals.get(registry)?.has(repository) === true,
    },
  };
}
