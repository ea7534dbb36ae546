import { checksSchema } from './checks';
import { declarationSections } from './declaration';
import { section } from './parts';

/** The whole language: the sections that describe the topology, then the settings of the plan checks. */
export const declarationSchema = section(
  { ...declarationSections, checks: checksSchema.optional() },
  'The private Amazon ECR registries of an organisation.',
);
