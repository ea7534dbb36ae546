import { callerOf } from './caller';
import { sentence } from './case';
import type { Diagnosis } from './diagnosis';
import type { Message } from './entry';
import { likelyPlace } from './likely-place';
import type { Declared } from './place';

/**
 * Explains a message. With a declared topology, compares the message with it.
 *
 * @param declared undefined if there is no topology; the explanation is general then
 */
export function diagnose(message: Message, declared: Declared | undefined): Diagnosis {
  const place = likelyPlace(message, declared);
  const { principal, action, repository, tag, client } = message.facts;
  const { accountId, region, name, accountName } = place;
  const registry = { accountId, region, name, accountName };
  const conclusion = message.conclude({ declared, place, caller: callerOf(message.facts, declared) });
  return {
    kind: message.kind,
    found: { principal, action, repository: repository ?? place.repositoryName, tag, registry, client },
    ...conclusion,
    summary: sentence(conclusion.summary),
  };
}
