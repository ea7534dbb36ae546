import type { PlannedOf } from '../resources/planned';
import { registryText } from '../words/place-text';
import type { Words } from './words';

type Setting = PlannedOf<'account-setting' | 'cache-rule' | 'creation-template' | 'inspector'>;

/** Reports a setting of a registry of which the prefix, name or resource types are known only after apply. */
export function settingWords(resource: Setting): readonly Words[] {
  const { after } = resource;
  const open = after === undefined ? undefined : openIn(resource, registryText(after.registry));
  return after === undefined || open === undefined
    ? []
    : [{ subject: { registry: after.registry }, ...open }];
}

type Open = Pick<Words, 'help' | 'message'>;

function openIn(resource: Setting, registry: string): Open | undefined {
  switch (resource.kind) {
    case 'creation-template':
      return resource.after?.template === 'notKnown' ? prefixOpen('creation template', registry) : undefined;
    case 'cache-rule':
      return resource.after?.rule === 'notKnown' ? prefixOpen('pull-through cache', registry) : undefined;
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

function prefixOpen(what: string, registry: string): Open {
  return {
    message: `The prefix of this ${what} of ${registry} is known only after apply, so nobody can tell which repositories it is for.`,
    help: 'Make the prefix of variables and locals alone.',
  };
}
