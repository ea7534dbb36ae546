import { useMemo } from 'preact/hooks';
import { InputError } from '../../../base/input-error';
import {
  answerQuestion,
  QUESTION_PARAMETERS,
  type Answer,
  type QuestionParameters,
} from '../../model/answers';
import type { PageModel } from '../../model/page-model';
import type { ViewProps } from '../../model/view';
import { AnswerPanel } from './answer';
import { QuestionForm } from './question-form';

const ANSWER_HEADING = 'answer-heading';

/** The form of a request, and its answer below. The URL contains the request. */
export function RequestSection({ model, parameters, setParameters }: ViewProps) {
  const question: QuestionParameters = Object.fromEntries(
    QUESTION_PARAMETERS.map((name) => [name, parameters[name] ?? '']),
  );
  return (
    <section aria-labelledby="request-heading">
      <h2 id="request-heading">Evaluate a request</h2>
      <p class="hint">
        Evaluates the policies of the topology and the policies that you add. The URL contains the request, so
        you can send it as a link.
      </p>
      <QuestionForm
        model={model}
        question={question}
        onSubmit={(submitted) => {
          setParameters(submitted);
          focusAnswer();
        }}
      />
      <Result model={model} question={question} />
    </section>
  );
}

/** Waits until the answer is in the page. */
export function focusAnswer(): void {
  requestAnimationFrame(() => {
    document.getElementById(ANSWER_HEADING)?.focus();
  });
}

interface ResultProps {
  readonly model: PageModel;
  readonly question: QuestionParameters;
}

function Result({ model, question }: ResultProps) {
  const key = JSON.stringify(question);
  // The question is a new object each time.
  const result = useMemo(() => evaluate(model, question), [model, key]);
  if (result === undefined) return null;
  return (
    <section class="answer" aria-labelledby={ANSWER_HEADING}>
      <h3 id={ANSWER_HEADING} tabIndex={-1}>
        Answer
      </h3>
      {typeof result === 'string' ? (
        <p class="fault" role="alert">
          {result}
        </p>
      ) : (
        <AnswerPanel model={model} question={question} answer={result} />
      )}
    </section>
  );
}

/** Returns the answer, a message about the input, or undefined if there is no question yet. */
function evaluate(model: PageModel, question: QuestionParameters): Answer | string | undefined {
  const { as, repository, from, to } = question;
  if ([as, repository, from, to].every((text) => text === '')) return undefined;
  try {
    return answerQuestion(model, question);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}
