import type { AccessCell, Answer, MatrixCaller, MatrixRegistry } from '../../access/matrix/access-matrix';
import { reasonText } from './decision';
import { accountText, granteeText, type AccountNames } from '../../access/evaluate/grantees.grantee-text';

/** Returns the answer to one question as text: `yes`, `no: …`, `if its account allows it`. */
export function answerText(answer: Answer): string {
  switch (answer.kind) {
    case 'yes':
      return 'yes';
    case 'depends': {
      const onAccount = answer.onItsAccount ? ['if its account allows it'] : [];
      const onKeys = answer.onKeys.length === 0 ? [] : [`depending on ${answer.onKeys.join(', ')}`];
      return [...onAccount, ...onKeys].join(', ');
    }
    case 'no':
      return `no: ${reasonText(answer.decision)}`;
    case 'noReplica':
      return 'no: the destination has no such repository, and may not create it';
    case 'notKnown':
      return 'not known: the topology does not say enough';
  }
}

export function matrixCallerText(caller: MatrixCaller, names: AccountNames): string {
  return caller.kind === 'grantee' ? granteeText(caller.grantee, names) : `registry ${caller.registry.name}`;
}

export function matrixRegistryText({ name, accountId, region }: MatrixRegistry, names: AccountNames): string {
  return name ?? `${accountText(accountId, names)} in ${region}`;
}

/** Returns `role` or `user` for identities, otherwise the kind of principal in the policy. */
export function callerKind({ caller }: AccessCell) {
  if (caller.kind === 'registry') return caller.kind;
  const { who } = caller.grantee;
  return who.kind === 'identity' ? who.identity.kind : who.kind;
}
