import { useState } from 'preact/hooks';
import { unrecognisedParts } from '../../../report/diagnosis-parts';
import { diagnosePasted } from '../../model/answers';
import type { PageModel } from '../../model/page-model';
import type { ViewProps } from '../../model/view';
import { DiagnosisPanel } from './diagnosis';
import { focusAnswer } from './request';
import { TextArea } from './fields';

const DIAGNOSIS_HEADING = 'diagnosis-heading';

/** The field for an error message, and its diagnosis below. The message is not in the URL, because it may contain secrets. */
export function MessageSection({ model, setParameters }: ViewProps) {
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState('');
  return (
    <section aria-labelledby="message-heading">
      <h2 id="message-heading">Diagnose an error message</h2>
      <p class="hint">
        Recognizes messages of Docker and other clients, the AWS CLI, Terraform, Kubernetes, CI systems and
        AWS services. The message is not sent anywhere and is not in the URL.
        {model.data.about.isRedacted
          ? ' The names in this page are redacted, so account IDs and ARNs of a message do not match the topology.'
          : ''}
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setPasted(text);
          requestAnimationFrame(() => {
            document.getElementById(DIAGNOSIS_HEADING)?.focus();
          });
        }}
      >
        <TextArea name="message" label="Error message" value={text} onInput={setText} isRequired rows={6} />
        <button type="submit" class="primary">
          Diagnose
        </button>
      </form>
      {pasted.trim() === '' ? null : (
        <section class="answer" aria-labelledby={DIAGNOSIS_HEADING}>
          <h3 id={DIAGNOSIS_HEADING} tabIndex={-1}>
            Diagnosis
          </h3>
          <Diagnosed model={model} pasted={pasted} setParameters={setParameters} />
        </section>
      )}
    </section>
  );
}

interface DiagnosedProps {
  readonly model: PageModel;
  readonly pasted: string;
  readonly setParameters: ViewProps['setParameters'];
}

function Diagnosed({ model, pasted, setParameters }: DiagnosedProps) {
  const found = diagnosePasted(model, pasted);
  if (found === undefined) return <Unrecognised pasted={pasted} />;
  const { diagnosis, question } = found;
  return (
    <>
      <DiagnosisPanel diagnosis={diagnosis} />
      {question === undefined ? null : (
        <button
          type="button"
          onClick={() => {
            setParameters({ ...NO_POLICIES, ...question });
            focusAnswer();
          }}
        >
          Evaluate this request
        </button>
      )}
    </>
  );
}

/** Policies of the question before may be those of another caller. */
const NO_POLICIES = { from: '', to: '', identityPolicy: '', boundary: '', scp: '', rcp: '', context: '' };

function Unrecognised({ pasted }: { readonly pasted: string }) {
  const { intro, supported, advice } = unrecognisedParts(pasted);
  return (
    <>
      <p>{intro}</p>
      <ul>
        {supported.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      <p>{advice}</p>
    </>
  );
}
