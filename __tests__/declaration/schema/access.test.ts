import { access, withSettings } from '../changed-base';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

const statement = (text: string) => withSettings(`statements: [${text}]`);
const grant = (text: string) => access(`allow: pull, repositories: my-repo, ${text}`);

describeWrongValues('access');

describeDiagnostics('access', {
  'shape/missing-key': casesOf([
    [statement('«{ principals: develop }»'), "'actions' is missing"],
    [statement('«{ actions: "ecr:*" }»'), "'principals' is missing"],
  ]),
  'shape/wrong-type': casesOf([
    [statement('{ principals: develop, actions: "ecr:*", «conditions»: [] }'), 'must be a mapping'],
    [statement('{ principals: "*", actions: "ecr:*", public: «5» }'), 'must be true or false'],
    [
      grant('principals: { arn: "arn:aws:iam::999999999999:role/x", viaAccountRoot: «"yes"» }'),
      'true or false',
    ],
  ]),
  'shape/wrong-value': casesOf([
    [statement('{ sid: «"a b"», principals: develop, actions: "ecr:*" }'), 'letters and digits only'],
    [statement('{ principals: develop, actions: «"ecr:{x}"» }'), 'an action of ECR'],
    [statement('{ principals: develop, «actions»: [] }'), 'at least 1'],
    [access('allow: «read», repositories: my-repo, principals: develop'), "'pull-push'"],
    [access('allow: pull, repositories: «My-repo», principals: develop'), 'the name of a repository'],
    [access('allow: pull, «repositories»: [], principals: develop'), 'at least 1'],
    [grant('principals: develop, «registries»: []'), 'at least 1'],
    [grant('principals: develop, identity: «yes»'), "'inline', 'managed', 'none'"],
    [grant('principals: { lambda: «"a b"» }'), 'the name or the id of an account'],
    [grant('principals: { service: «codebuild», account: develop }'), 'codebuild.amazonaws.com'],
  ]),
});
