import { readCaller } from './model/case.caller';
import { capitalizeSentence } from './model/case';
import type { Diagnosis } from './model/diagnosis';
import type { Message } from './model/entry';
import { locateMessage } from './diagnose.likely-place';
import type { DeclaredTopology } from './model/location';

/**
 * Explains a message. With a declared topology, compares the message with it.
 *
 * @param declared undefined if there is no topology; the explanation is general then
 */
export function diagnose(message: Message, declared: DeclaredTopology | undefined): Diagnosis {
  const location = locateMessage(message, declared);
  const { principal, action, repository, tag, client } = message.facts;
  const { accountId, region, name, accountName } = location;
  const registry = { accountId, region, name, accountName };
  const explanation = message.explain({ declared, location, caller: readCaller(message.facts, declared) });
  return {
    kind: message.kind,
    found: { principal, action, repository: repository ?? location.repositoryName, tag, registry, client },
    ...explanation,
    summary: capitalizeSentence(explanation.summary),
  };
}
