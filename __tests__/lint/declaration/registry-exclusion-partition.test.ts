import { registry } from '../../declaration/changed-base';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

const exclusions = (arn: string) =>
  registry(`management: { account: management, region: ap-northeast-1, pullTimeUpdateExclusions: [${arn}] }`);

describeDiagnostics('registry-exclusion-partition', {
  'registry/exclusion-partition': [
    {
      bad: exclusions('«"arn:aws-cn:iam::999999999999:role/scanner"»'),
      message: "is in partition aws-cn, but registry 'management' is in partition aws.",
      good: exclusions('"arn:aws:iam::999999999999:role/scanner"'),
    },
  ],
});
