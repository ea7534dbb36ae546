import type { RegistryId } from '../../aws/arn';
import type { RepositoryName } from '../../aws/names';
import type { Caller } from './caller';
import type { RequestContext } from './request.context';

type RequestResource =
  | { readonly kind: 'repository'; readonly registry: RegistryId; readonly name: RepositoryName }
  /** The registry, for actions that have no repository as resource. Policies match it as `*`. */
  | { readonly kind: 'registry'; readonly registry: RegistryId };

export interface Request {
  readonly caller: Caller;
  /** As policies write it: `ecr:BatchGetImage`. */
  readonly action: string;
  readonly resource: RequestResource;
  readonly context: RequestContext;
}
