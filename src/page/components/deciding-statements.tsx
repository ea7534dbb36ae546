import { capitalize } from '../../base/text';
import { statementJson, statementText } from '../../report/access/decision';
import type { DecidingStatement } from '../model/statement-lines';
import type { PageModel } from '../model/page-model';
import { CodeBlock } from './code-block';
import { SourceLine } from './source-line';

interface Props {
  readonly model: PageModel;
  readonly statements: readonly DecidingStatement[];
}

/** The statements that the answer depends on, as JSON, with their lines in the declaration. */
export function DecidingStatements({ model, statements }: Props) {
  return (
    <>
      {statements.map(({ layer, by, lines }) => (
        <details key={`${layer} ${by.index} ${by.label}`} class="statement">
          <summary>
            {capitalize(statementText(by))} <Lines file={model.data.about.file} lines={lines} />
          </summary>
          <CodeBlock code={formatJson(statementJson(by))} label="Statement" />
        </details>
      ))}
    </>
  );
}

function Lines({ file, lines }: { readonly file: string; readonly lines: readonly number[] }) {
  return (
    <>
      {lines.map((line) => (
        <span key={line}>
          <SourceLine file={file} line={line} />{' '}
        </span>
      ))}
    </>
  );
}

function formatJson(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2);
}
