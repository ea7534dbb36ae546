import { access, withSettings } from '../changed-base';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

const statement = (text: string) => withSettings(`statements: [${text}]`);
const grant = (text: string) => access(`allow: pull, repositories: my-repo, ${text}`);

describeWrongValues('access');

describeDiagnostics('access', {
  'shape/missing-key': casesOf([
    [statement('«{ principals: develop }»'), "required key 'actions' is missing"],
    [statement('«{ actions: "ecr:*" }»'), "required key 'principals' is missing"],
  ]),
  'shape/wrong-type': casesOf([
    [statement('{ principals: develop, actions: "ecr:*", «conditions»: [] }'), 'expected a mapping'],
    [statement('{ principals: "*", actions: "ecr:*", public: «5» }'), 'expected true or false'],
    [
      grant('principals: { arn: "arn:aws:iam::999999999999:role/x", viaAccountRoot: «"yes"» }'),
      'true or false',
    ],
  ]),
  'shape/wrong-value': casesOf([
    ...['a+b', ' a', 'a ', '-a', 'a_', 'a'.repeat(101)].map(
      (sid) =>
        [
          statement(`{ sid: «"${sid}"», principals: develop, actions: "ecr:*" }`),
          "contain only letters, digits, spaces, '_' and '-', and start and end with a letter or digit",
        ] as const,
    ),
    [statement('{ principals: develop, actions: «"ecr:{x}"» }'), 'be an ECR action'],
    [statement('{ principals: develop, «actions»: [] }'), 'at least 1'],
    [access('allow: «read», repositories: my-repo, principals: develop'), "'pull-push'"],
    [access('allow: pull, repositories: «My-repo», principals: develop'), 'be a repository name'],
    [access('allow: pull, «repositories»: [], principals: develop'), 'at least 1'],
    [grant('principals: develop, «registries»: []'), 'at least 1'],
    [grant('principals: develop, identity: «yes»'), "expected 'inline', 'managed' or 'none'"],
    [grant('principals: { lambda: «"a b"» }'), 'the name or ID of an account'],
    [grant('principals: { service: «codebuild», account: develop }'), 'codebuild.amazonaws.com'],
  ]),
});
