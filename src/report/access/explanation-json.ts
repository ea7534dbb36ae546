import { callerText } from '../../access/explain/denial-message';
import type { Explanation } from '../../access/explain/explain';
import type { ReplicationExplanation } from '../../access/explain/explain-replication';
import type { LocatedRegistry } from '../../model/topology';
import { reasonText, unmetText } from './decision';
import { fixText } from './fixes';

/** Returns an explanation as JSON. `docs/reference/json.md` documents the shape, which is stable. */
export function explanationJson(explanation: Explanation | ReplicationExplanation): object {
  const { operation, verdict, repository, actions, fixes } = explanation;
  return {
    // Before version 2, outputs had no version, and `fixes` had another name (CHANGELOG).
    version: 2,
    operation,
    ...(explanation.operation === 'replicate'
      ? {
          from: registryJson(explanation.from),
          to: registryJson(explanation.to),
          conditions: explanation.conditions,
        }
      : { caller: callerText(explanation.caller), registry: registryJson(explanation.registry) }),
    repository,
    verdict,
    actions: actions.map(({ action, decision }) => ({ action, ...decision, text: reasonText(decision) })),
    ...(explanation.operation === 'replicate'
      ? {}
      : {
          isHeld: explanation.hasRepository,
          missing: explanation.missing,
          unmet: explanation.unmet.map((unmet) => ({ ...unmet, text: unmetText(unmet) })),
          messages: explanation.messages,
        }),
    fixes: fixes.map((fix) => ({ ...fix, text: fixText(fix) })),
  };
}

function registryJson({ name, accountId, region }: LocatedRegistry): object {
  return { name, accountId, region };
}
