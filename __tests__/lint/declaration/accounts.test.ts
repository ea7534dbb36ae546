import { account } from '../../declaration/changed-base';
import { base } from '../../declaration/declarations';
import { describeDiagnostics } from '../../declaration/diagnostic-cases';

describeDiagnostics('accounts', {
  'account/name': [
    {
      bad: base('develop_us: { account: develop,', 'develop_us: { account: develop,').replace(
        'registries:',
        '  «9lives»: { id: "222222222222" }\nregistries:',
      ),
      message: 'start with a letter',
    },
  ],
  'account/duplicate-id': [
    { bad: account('id: «"111111111111"»'), message: "has the same ID as account 'develop'" },
  ],
  'account/two-credentials': [
    {
      bad: account(
        'id: "999999999999", profile: x, «assumeRole»: { arn: "arn:aws:iam::999999999999:role/x" }',
      ),
      message: "has both 'profile' and 'assumeRole'",
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],
  'account/role-elsewhere': [
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws:iam::111111111111:role/x"» }'),
      message: "Use a role in account 'management'",
    },
    {
      bad: account('id: "999999999999", assumeRole: { arn: «"arn:aws-cn:iam::999999999999:role/x"» }'),
      message: "Start the ARN with 'arn:aws:'",
      good: account('id: "999999999999", assumeRole: { arn: "arn:aws:iam::999999999999:role/x" }'),
    },
  ],
});
