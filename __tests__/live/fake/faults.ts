import { AwsError } from './aws-error';
import { accessDenied } from './ecr/context';
import { repositoryArn, type RegistryState } from './world';
import type { Principal } from './access-keys';
import type { AwsRequest } from './request';

/** What happens instead of the operation. */
export type Fault =
  /** `ThrottlingException`, with HTTP 400 as in ECR. */
  | { readonly kind: 'throttled' }
  /** `AccessDeniedException`. The reason replaces "because no identity-based policy allows the … action". */
  | { readonly kind: 'denied'; readonly reason?: string }
  /** HTTP 500 with `ServerException`. */
  | { readonly kind: 'serverError' }
  /** The connection is closed within the response. */
  | { readonly kind: 'cut' }
  /** The operation is performed, and the connection is closed within its response. */
  | { readonly kind: 'lostResponse' }
  | { readonly kind: 'expiredToken' }
  /** `UnrecognizedClientException`: the access key does not exist. */
  | { readonly kind: 'invalidToken' }
  /** The operation has the result of another account. */
  | { readonly kind: 'otherAccount'; readonly accountId: string }
  /** HTTP 500 with HTML, as moto. */
  | { readonly kind: 'notImplemented' }
  /** As AWS, for example in a partition without the operation. */
  | { readonly kind: 'unknownOperation' }
  /** The operation takes this time longer. */
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly status?: number };

/** Which calls of an operation fail. Without a field, each does. */
export interface FaultScope {
  readonly accountId?: string;
  readonly region?: string;
  readonly repository?: string;
  /** The first call that fails, counted from 1. */
  readonly nth?: number;
  /** How many calls fail, before the others succeed. */
  readonly times?: number;
}

interface Injected {
  readonly operation: string;
  readonly fault: Fault;
  readonly scope: FaultScope;
  matched: number;
}

export class Faults {
  private injected: Injected[] = [];

  /** @param operation `*` for each operation */
  public inject(operation: string, fault: Fault, scope: FaultScope = {}): void {
    this.injected.push({ operation, fault, scope, matched: 0 });
  }

  public clear(): void {
    this.injected = [];
  }

  /** Returns the fault of a call, and counts the call. */
  public next(request: AwsRequest, caller: Principal): Fault | undefined {
    return this.injected
      .filter((each) => isMatch(each, request, caller))
      .filter((each) => {
        each.matched += 1;
        const { nth = 1, times = Infinity } = each.scope;
        return each.matched >= nth && each.matched < nth + times;
      })
      .at(-1)?.fault;
  }
}

function isMatch({ operation, scope }: Injected, request: AwsRequest, caller: Principal): boolean {
  const { accountId, region, repository } = scope;
  return (
    (operation === '*' || operation === request.operation) &&
    (accountId === undefined || accountId === caller.accountId) &&
    (region === undefined || region === request.region) &&
    (repository === undefined || repository === repositoryOf(request))
  );
}

/** Returns the name of the repository of a call, or undefined if it is for none or several. */
export function repositoryOf({ input }: AwsRequest): string | undefined {
  const { repositoryName, resourceArn } = input;
  if (typeof repositoryName === 'string') return repositoryName;
  return typeof resourceArn === 'string' ? resourceArn.split(':repository/')[1] : undefined;
}

/** Returns the error of a fault, or undefined if it is not an error that AWS sends. */
export function faultError(
  fault: Fault,
  request: AwsRequest,
  caller: Principal,
  registry: RegistryState,
): AwsError | undefined {
  switch (fault.kind) {
    case 'throttled':
      return new AwsError('ThrottlingException', 'Rate exceeded');
    case 'denied':
      return denial(fault.reason, request, caller, registry);
    case 'serverError':
      return new AwsError('ServerException', 'The service encountered an unexpected error.', 500);
    case 'expiredToken':
      return new AwsError('ExpiredTokenException', 'The security token included in the request is expired');
    case 'invalidToken':
      return invalidToken();
    case 'unknownOperation':
      return unknownOperation();
    case 'error':
      return new AwsError(fault.name, fault.message, fault.status);
    case 'cut':
    case 'lostResponse':
    case 'notImplemented':
    case 'otherAccount':
    case 'slow':
      return undefined;
  }
}

export function invalidToken(): AwsError {
  return new AwsError(
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  );
}

export function unknownOperation(): AwsError {
  return new AwsError('com.amazon.coral.service#UnknownOperationException', '');
}

function denial(
  reason: string | undefined,
  request: AwsRequest,
  caller: Principal,
  registry: RegistryState,
): AwsError {
  const action = `${request.service}:${request.operation}`;
  const because = reason ?? `because no identity-based policy allows the ${action} action`;
  return accessDenied(caller.arn, action, resourceOf(request, registry), because);
}

function resourceOf(request: AwsRequest, registry: RegistryState): string {
  const { input, operation, service } = request;
  if (service === 'sts' && typeof input.RoleArn === 'string') return input.RoleArn;
  const repository = repositoryOf(request) ?? (operation === 'DescribeRepositories' ? '*' : undefined);
  return repository === undefined ? '*' : repositoryArn(registry, repository);
}
