import { repository } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('repositories', {
  'repository/name': [
    {
      bad: repository('«Other»: { registry: develop }'),
      message: "uppercase letter 'O'",
      good: repository('other-1/x.y__z: { registry: develop }'),
    },
    { bad: repository('«other//x»: { registry: develop }'), message: 'it contains an empty namespace' },
    { bad: repository('«other_-x»: { registry: develop }'), message: "consecutive separators: '_-'" },
  ],
  'repository/leading-digit': [
    {
      bad: repository('«7zip»: { registry: develop }'),
      message: 'user guide does not',
      good: repository('zip7: { registry: develop }'),
    },
  ],
  'repository/which-registry': [
    { bad: repository('«other»: {}'), message: "Repository 'other' has no 'registry' or 'registries'" },
    {
      bad: repository('other: { registry: develop, «registries»: [management] }'),
      message: "Set all registries in 'registries', and remove 'registry'",
    },
  ],
});
