import type { RegistryId, RepositoryName } from '../registry';
import type { Caller } from './caller';
import type { Context } from './context';

/** What a request is about. */
type RequestResource =
  | { readonly kind: 'repository'; readonly registry: RegistryId; readonly name: RepositoryName }
  /** The whole registry, for actions that name no repository; policies know it as `*`. */
  | { readonly kind: 'registry'; readonly registry: RegistryId };

/** One call of the ECR API. */
export interface Request {
  readonly caller: Caller;
  /** As policies name it: `ecr:BatchGetImage`. */
  readonly action: string;
  readonly resource: RequestResource;
  readonly context: Context;
}
