import type { Diagnosis, Step } from '../../../diagnose/model/diagnosis';
import { DIAGNOSIS_TITLES, diagnosisParts } from '../../../report/diagnosis-parts';
import { CodeBlock } from '../../components/code-block';

/** A diagnosis, with the sections of `ecr-topology diagnose`. */
export function DiagnosisPanel({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { summary, found, cause, policies, steps, manualSteps, certainty, page } = diagnosisParts(diagnosis);
  return (
    <div class="diagnosis">
      <p class="summary">{summary}</p>
      {found.length === 0 ? null : (
        <>
          <h4>{DIAGNOSIS_TITLES.found}</h4>
          <dl>
            {found.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h4>{DIAGNOSIS_TITLES.cause}</h4>
      <p>{cause}</p>
      {policies.length === 0 ? null : (
        <>
          <h4>{DIAGNOSIS_TITLES.policies}</h4>
          <ol>
            {policies.map(({ title, lacks }) => (
              <li key={title}>
                {title}
                <br />
                <span class="muted">{lacks}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      <h4>{DIAGNOSIS_TITLES.steps}</h4>
      <Steps steps={steps} title="Step" />
      {manualSteps.length === 0 ? null : (
        <details>
          <summary>Without the topology</summary>
          <Steps steps={manualSteps} title="Step without the topology" />
        </details>
      )}
      <dl>
        <div>
          <dt>{DIAGNOSIS_TITLES.certainty}</dt>
          <dd>{certainty}</dd>
        </div>
        <div>
          <dt>{DIAGNOSIS_TITLES.page}</dt>
          <dd>
            <a href={page} rel="noreferrer">
              {page}
            </a>
          </dd>
        </div>
      </dl>
    </div>
  );
}

interface StepsProps {
  readonly steps: readonly Step[];
  /** Such as `Step`. */
  readonly title: string;
}

function Steps({ steps, title }: StepsProps) {
  return (
    <ol>
      {steps.map(({ text, code }, index) => (
        <li key={text}>
          {text}
          {code === undefined ? null : (
            <CodeBlock
              code={code.text.trimEnd()}
              label={`${title} ${index + 1}${code.file === undefined ? '' : `: ${code.file}`}`}
            />
          )}
        </li>
      ))}
    </ol>
  );
}
