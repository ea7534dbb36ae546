import type { PlannedOf } from '../../plan/model/planned-resource';
import { registryMark } from '../finding-text';
import type { ProblemWithoutAddress } from '../rule.words';

type Setting = PlannedOf<'account-setting' | 'cache-rule' | 'creation-template' | 'inspector'>;

/** Reports a setting of a registry of which the prefix, name or resource types are known only after apply. */
export function reportUnknownSetting(resource: Setting): readonly ProblemWithoutAddress[] {
  const { after } = resource;
  const unknownText =
    after === undefined ? undefined : describeUnknownSetting(resource, registryMark(after.registry));
  return after === undefined || unknownText === undefined
    ? []
    : [{ subject: { registry: after.registry }, ...unknownText }];
}

type UnknownSettingText = Pick<ProblemWithoutAddress, 'help' | 'message'>;

function describeUnknownSetting(resource: Setting, registry: string): UnknownSettingText | undefined {
  switch (resource.kind) {
    case 'creation-template':
      return resource.after?.template === 'notKnown'
        ? describeUnknownPrefix('creation template', registry)
        : undefined;
    case 'cache-rule':
      return resource.after?.rule === 'notKnown'
        ? describeUnknownPrefix('pull-through cache', registry)
        : undefined;
    case 'account-setting':
      return resource.after?.setting === 'notKnown'
        ? {
            message: `The name of this account setting of ${registry} is known only after apply, so nobody can tell what it sets.`,
            help: 'Make the name of variables and locals alone.',
          }
        : undefined;
    case 'inspector':
      return resource.after?.enables === 'notKnown'
        ? {
            message: `For what Amazon Inspector is turned on in ${registry} is known only after apply, so nobody can tell whether images are scanned.`,
            help: 'Make resource_types of variables and locals alone.',
          }
        : undefined;
  }
}

function describeUnknownPrefix(what: string, registry: string): UnknownSettingText {
  return {
    message: `The prefix of this ${what} of ${registry} is known only after apply, so nobody can tell which repositories it is for.`,
    help: 'Make the prefix of variables and locals alone.',
  };
}
