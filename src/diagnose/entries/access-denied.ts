import { sortedUnique } from '../../base/collections';
import { explainExplicitDeny, type ExplicitDeny } from '../explanations/deny';
import { explainLoginDenied } from '../explanations/login';
import { defineEntry } from '../model/entry';
import {
  denialReasonIn,
  denialSentencesIn,
  principalIn,
  type DenialReason,
  type DenialSentence,
} from '../parse/denial-sentence';
import type { Facts, MissingPolicy } from '../parse/facts';
import { readRepositoryArn } from '../parse/facts.facts';
import { explainAccessDenied } from './access-denied.access';
import { explainReplicationDenied } from './replication.replication';

/** Access denied messages of AWS for requests to ECR. */

export const EXPLICIT_DENY = defineEntry<ExplicitDeny>({
  kind: 'explicit-deny',
  match: (text, facts) => {
    const denial = readDenial(text, facts);
    return denial?.isExplicitDeny === true ? denial : undefined;
  },
  explain: explainExplicitDeny,
});

/** Login has no repository as its resource. */
export const LOGIN_DENIED = defineEntry<MissingPolicy & OtherDenials>({
  kind: 'login-denied',
  match: (text, facts) => {
    const denial = matchImplicitDeny(({ action }) => action === LOGIN_ACTION)(text, facts);
    return denial === undefined ? undefined : { ...denial, others: otherDeniedActions(text, LOGIN_ACTION) };
  },
  explain: (denied) => {
    const { others } = denied.message;
    const explanation = explainLoginDenied(denied);
    return others.length === 0
      ? explanation
      : {
          ...explanation,
          cause: `${explanation.cause} The text has further denials, which need a permission of their own: ${others.join(', ')}.`,
        };
  },
});

interface OtherDenials {
  /** Other denied actions in the same text: `ecr:BatchGetImage`. */
  readonly others: readonly string[];
}

const LOGIN_ACTION = 'ecr:GetAuthorizationToken';

function otherDeniedActions(text: string, own: string): readonly string[] {
  const actions = denialSentencesIn(text).flatMap(
    ({ after }) => /^ ?(ecr:[A-Za-z]{1,60})/.exec(after)?.[1] ?? [],
  );
  return sortedUnique(actions).filter((action) => action !== own);
}

export const REPLICATION_DENIED = defineEntry<MissingPolicy>({
  kind: 'replication-denied',
  match: matchImplicitDeny(
    ({ action, principal }) =>
      action === 'ecr:ReplicateImage' || principal?.includes('AWSServiceRoleForECRReplication') === true,
  ),
  explain: explainReplicationDenied,
  subject: 'replication',
});

export const ACCESS_DENIED = defineEntry<MissingPolicy>({
  kind: 'access-denied',
  match: matchImplicitDeny(() => true),
  explain: explainAccessDenied,
});

/** Matches a denial that no explicit Deny causes. */
function matchImplicitDeny(applies: (facts: Facts) => boolean) {
  return (text: string, facts: Facts): (MissingPolicy & { readonly facts: Facts }) | undefined => {
    const denial = readDenial(text, facts);
    if (denial === undefined || denial.isExplicitDeny || !applies(denial.facts)) return undefined;
    return { missing: denial.policyType, facts: denial.facts };
  };
}

interface Denial extends DenialReason {
  readonly facts: Facts;
}

/** Returns the denial in a text, or undefined if there is none. Of several, returns the first one with a reason. */
export function readDenial(text: string, facts: Facts): Denial | undefined {
  const denials = denialSentencesIn(text).flatMap((sentence) => readSentence(sentence, facts) ?? []);
  return (
    denials.find(({ isExplicitDeny, policyType }) => isExplicitDeny || policyType !== undefined) ?? denials[0]
  );
}

function readSentence(sentence: DenialSentence, facts: Facts): Denial | undefined {
  const { after } = sentence;
  const match = /^ ?(ecr:[A-Za-z]{1,60}|[<{[*]\S{0,80})(?: on (?:the )?resources?: ?(\S{1,600}))?/i.exec(
    after,
  );
  if (match === null) return undefined;
  const [matchedText, named = '', resource = ''] = match;
  // For a placeholder, the text may name the action elsewhere.
  const action = /^ecr:/i.test(named) ? named : facts.action;
  if (action === undefined) return undefined;
  const repository = readRepositoryArn(resource.replace(/[.,;:'")\]]{1,9}$/, ''));
  const own: Facts = {
    ...facts,
    action,
    principal: principalIn(sentence) ?? facts.principal,
    repository: repository === undefined ? facts.repository : repository.repository,
    accountId: repository?.accountId ?? facts.accountId,
    region: repository?.region ?? facts.region,
  };
  return { ...denialReasonIn(after.slice(matchedText.length)), facts: own };
}
