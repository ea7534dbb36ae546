import { reasonText, unmetText } from '../../../report/access/decision';
import { fixText } from '../../../report/access/fixes';
import type { Answer, QuestionParameters } from '../../model/answers';
import { explainCommand } from '../../model/explain-command';
import type { PageModel } from '../../model/page-model';
import { CodeBlock } from './code-block';

interface Props {
  readonly model: PageModel;
  readonly question: QuestionParameters;
  readonly answer: Answer;
}

/** The answer to a question, and the command that gives the same answer. */
export function AnswerPanel({ model, question, answer }: Props) {
  const hasPolicies = ['identityPolicy', 'boundary', 'scp', 'rcp'].some(
    (name) => (question[name as keyof QuestionParameters] ?? '') !== '', // the names are parameters
  );
  return (
    <>
      <p>
        <strong data-verdict={answer.verdict}>{answer.verdict}</strong>
      </p>
      <ul>
        {answer.actions.map(({ action, decision }) => (
          <li key={action}>
            {action}: {decision.verdict}, because {reasonText(decision)}
          </li>
        ))}
      </ul>
      {(answer.operation === 'replicate' ? [] : answer.unmet.map(unmetText)).map((text) => (
        <pre key={text}>{text}</pre>
      ))}
      {answer.fixes.map(fixText).map((text) => (
        <pre key={text}>{text}</pre>
      ))}
      <p>
        {answer.fixes.length === 0
          ? 'To get this answer in a terminal, run this command.'
          : 'Run this command to check the fix against the declaration.'}
        {hasPolicies ? ' Save the policies in the files that it names.' : ''}
      </p>
      <CodeBlock code={explainCommand(question, model.data.about.file)} />
    </>
  );
}
