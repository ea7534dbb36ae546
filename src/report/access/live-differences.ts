import type { DecidingStatement, LayerDifference, LiveComparison } from '../../access/explain/explain-live';
import { LAYER_NAMES, statementText } from './decision';

/** Describes where AWS and the declaration decide differently, as the items of a list. */
export function differenceTexts({ differences }: Pick<LiveComparison, 'differences'>): readonly string[] {
  return differences.map(differenceText);
}

/** Describes one difference: who has the statement, and what a deployment does. */
export function differenceText({ layer, actions, live, declared, isDeclared }: LayerDifference): string {
  const names = actions.join(', ');
  if (live !== undefined && declared !== undefined) {
    return `${names}: AWS ${effectText(live)}; topology.yaml ${effectText(declared)}. ${NEXT_DEPLOYMENT}`;
  }
  if (declared !== undefined) {
    return `${names}: topology.yaml ${effectText(declared)}; AWS does not have it. It is not deployed, or it was changed outside of Terraform.`;
  }
  const next = isDeclared
    ? NEXT_DEPLOYMENT
    : `topology.yaml has no ${LAYER_NAMES[layer]} there, so Terraform does not change it.`;
  return live === undefined
    ? ''
    : `${names}: AWS ${effectText(live)}; topology.yaml does not have it. ${next}`;
}

const NEXT_DEPLOYMENT = 'The next deployment replaces the policy in AWS with the declared one.';

function effectText({ effect, isCertain, by }: DecidingStatement): string {
  const verb = effect === 'Allow' ? 'allows' : 'denies';
  const may = effect === 'Allow' ? 'may allow' : 'may deny';
  return `${isCertain ? verb : may} it with ${statementText(by)}`;
}
