import { accountRootArn, identityArn, repositoryArn } from '../../aws/arn';
import { LOGIN_ACTION } from '../../aws/policy/actions';
import { federatedUserArn, sessionArn, type Caller } from '../evaluate/caller';
import type { Decision, LayerName } from '../evaluate/decision';
import type { ActionExplanation, Question } from './question';

/**
 * Returns the error messages that a client prints if the caller is denied, worded as AWS does. Several messages if the wording
 * depends on unknown values; empty if no action is denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function denialMessages(question: Question, actions: readonly ActionExplanation[]): readonly string[] {
  const first = actions.find(({ decision }) => decision.verdict === 'denied');
  if (first === undefined || question.caller.kind === 'service') return [];
  return reasonTexts(first.decision, first.action).map((reasonText) =>
    messageFor(question, first.action, reasonText),
  );
}

/** Returns the error message that a client prints if the repository does not exist. */
export function notFoundMessage({ registry, repository }: Question): string {
  return `name unknown: The repository with name '${repository}' does not exist in the registry with id '${registry.accountId}'`;
}

function messageFor({ caller, registry, repository }: Question, action: string, reasonText: string): string {
  const isLogin = action === LOGIN_ACTION;
  const prefix = isLogin
    ? 'An error occurred (AccessDeniedException) when calling the GetAuthorizationToken operation: '
    : 'denied: ';
  const resource = isLogin ? '*' : repositoryArn(registry, repository);
  return `${prefix}User: ${callerArn(caller)} is not authorized to perform: ${action} on resource: ${resource} ${reasonText}`;
}

/** The value of `--as` that selects the caller. */
export function callerText(caller: Caller): string {
  return caller.kind === 'identity' && caller.session === undefined
    ? identityArn(caller.identity)
    : callerArn(caller);
}

/** As AWS prints it: a role appears as a session, whose name is usually unknown. */
function callerArn(caller: Caller): string {
  switch (caller.kind) {
    case 'identity':
      return caller.identity.kind === 'role'
        ? sessionArn(caller.identity, caller.session ?? '<session>')
        : identityArn(caller.identity);
    case 'root':
      return accountRootArn(caller.partition, caller.accountId);
    case 'federated':
      return federatedUserArn(caller);
    case 'service':
      return caller.service;
  }
}

function reasonTexts({ reason, layers }: Decision, action: string): readonly string[] {
  const notAllowedText = (type: string) => `because no ${type} policy allows the ${action} action`;
  const isKnown = !layers.some(({ layer, state }) => layer === 'identity' && state.kind === 'notKnown');
  switch (reason.kind) {
    case 'explicitDeny':
      return [`with an explicit deny in ${withArticle(POLICY_TYPES[reason.layer])}`];
    case 'limited':
      return [
        reason.layer === 'boundary'
          ? `because no permissions boundary allows the ${action} action`
          : notAllowedText('service control'),
      ];
    case 'resourceDoesNotAllow':
      // If neither policy allows it, AWS reports the identity-based policy first.
      return isKnown
        ? [notAllowedText('resource-based')]
        : [notAllowedText('identity-based'), notAllowedText('resource-based')];
    case 'bothAllow':
    case 'identityAllows':
    case 'identityDoesNotAllow':
    case 'neitherAllows':
    case 'nobodyAllows':
    case 'notKnown':
    case 'resourceAllows':
    case 'rootOfOwner':
      return [notAllowedText('identity-based')];
  }
}

/** The name of the policy type in AWS error messages. */
const POLICY_TYPES: Readonly<Record<LayerName, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  scps: 'service control policy',
  rcps: 'resource control policy',
  repositoryPolicy: 'resource-based policy',
  registryPolicy: 'resource-based policy',
};

function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;
}
