import { explanationJson } from '../report/access/explanation-json';
import { diagnosisJson, unrecognisedJson } from '../report/diagnosis-parts';
import { answerQuestion, diagnosePasted, type QuestionParameters } from './model/answers';
import type { PageModel } from './model/page-model';

/** What scripts and the console of the browser can call, as `ecrTopology`. docs/reference/json.md documents it. */
export interface PageFunctions {
  /**
   * Returns the JSON of `ecr-topology explain`.
   * @throws InputError that names the field to correct
   */
  readonly explain: (parameters: QuestionParameters) => object;
  /** Returns the JSON of `ecr-topology diagnose`. */
  readonly diagnose: (message: string) => object;
}

declare global {
  interface Window {
    ecrTopology?: PageFunctions;
  }
}

export function pageFunctions(model: PageModel): PageFunctions {
  return {
    explain: (parameters) => explanationJson(answerQuestion(model, parameters)),
    diagnose: (message) => {
      const found = diagnosePasted(model, message);
      return found === undefined ? unrecognisedJson(message) : diagnosisJson(found.diagnosis);
    },
  };
}
