import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { ITerraformDependable } from 'cdktf';

/** Arguments that every resource of the AWS provider accepts. */
export interface Placement {
  readonly provider: AwsProvider;
  readonly region?: string;
  readonly dependsOn?: ITerraformDependable[];
}
