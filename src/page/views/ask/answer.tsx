import { ExplanationPanel } from '../../components/explanation-panel';
import type { Answer, QuestionParameters } from '../../model/answers';
import { explainCommand } from '../../model/explain-command';
import type { PageModel } from '../../model/page-model';

interface Props {
  readonly model: PageModel;
  readonly question: QuestionParameters;
  readonly answer: Answer;
}

/** The answer to a question, and the command that gives the same answer. */
export function AnswerPanel({ model, question, answer }: Props) {
  const { identityPolicy = '', boundary = '', scp = '', rcp = '' } = question;
  const hasPolicies = [identityPolicy, boundary, scp, rcp].some((text) => text !== '');
  const { file, isRedacted } = model.data.about;
  // The declaration has other names than a redacted page.
  const command = isRedacted ? undefined : explainCommand(question, file);
  return (
    <>
      <ExplanationPanel model={model} explanation={answer} command={command} />
      {hasPolicies && command !== undefined ? (
        <p class="hint">Save the policies in the files that the command names.</p>
      ) : null}
    </>
  );
}
