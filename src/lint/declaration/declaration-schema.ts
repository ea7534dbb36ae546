import { checksSchema } from '../plan/settings-schema';
import { declarationSections } from '../../declaration/schema/declaration';
import { section } from '../../declaration/schema/field-types';

/** The whole language: the sections that describe the topology, then the settings of the plan checks. */
export const declarationSchema = section(
  { ...declarationSections, checks: checksSchema.optional() },
  'The private Amazon ECR registries of an organisation.',
);
