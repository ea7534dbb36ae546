import { REPOSITORY } from '../changed-base';
import { base } from '../declarations';
import { casesOf, describeDiagnostics } from '../diagnostic-cases';
import { describeWrongValues } from '../wrong-values';

/** Returns `BASE` with a key in the repository `my-repo`. */
const inRepository = (text: string) => base(REPOSITORY, `  my-repo: { registry: develop, ${text} }\n`);

/** Returns `BASE` with a key in the registry `develop`. */
const inRegistry = (text: string) =>
  base(
    '{ account: develop, region: ap-northeast-1 }',
    `{ account: develop, region: ap-northeast-1, ${text} }`,
  );

describeWrongValues('imports');

describeDiagnostics('imports', {
  'shape/wrong-type': casesOf([
    [inRepository('import: «5»'), 'expected true, false, a list or a mapping', inRepository('import: true')],
    [
      inRepository('import: { develop: «5» }'),
      'expected true, false or a list',
      inRepository('import: false'),
    ],
    [inRegistry('import: «5»'), 'expected true, false or a list', inRegistry('import: false')],
    [inRegistry('«import»: { develop: true }'), 'expected true, false or a list'],
  ]),
  'shape/wrong-value': casesOf([
    [inRepository('import: [«policies»]'), "expected 'repository', 'policy' or 'lifecycle'"],
    [
      inRepository('import: [repository, «repository»]'),
      "duplicate item 'repository'",
      inRepository('import: [repository]'),
    ],
    [inRepository('«import»: []'), 'at least 1'],
    [inRepository('import: { develop: [«replication»] }'), "expected 'repository', 'policy' or 'lifecycle'"],
    [
      inRegistry('import: [«repository»]'),
      "Did you mean 'repositories'?",
      inRegistry('import: [repositories]'),
    ],
    [inRegistry('import: [repositories, «repositories»]'), "duplicate item 'repositories'"],
    [inRegistry('«import»: []'), 'at least 1'],
  ]),
});
