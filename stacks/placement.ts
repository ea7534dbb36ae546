import type { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import type { ITerraformDependable } from 'cdktf';

/** What every resource of the AWS provider takes, whatever it is. */
export interface Placement {
  readonly provider: AwsProvider;
  readonly region?: string;
  readonly dependsOn?: ITerraformDependable[];
}
