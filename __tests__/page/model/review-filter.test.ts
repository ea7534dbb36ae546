import { countAllFindings, filterReview, parseReviewFilter } from '../../../src/page/model/review-filter';
import type { ReviewSection } from '../../../src/report/page/review';

const resource = (address: string) => ({ address, plan: 'plan.json', line: 'topology.yaml:13:5' });

const REVIEW: ReviewSection = {
  plans: ['plan.json'],
  failOn: 'error',
  hasFailed: true,
  headline: 'Two repositories change.',
  counts: '1 error on 2 resources, 1 warning, 1 suppressed',
  numbers: { error: 2, warning: 1, note: 0, suppressed: 1 },
  changes: [
    {
      title: 'Repositories',
      lines: [
        { mark: '-', isCritical: true, text: 'repository app is destroyed' },
        { mark: '+', isCritical: false, text: 'repository web is created' },
      ],
    },
  ],
  findings: [
    {
      id: 'repository-destroyed',
      rule: 'repository-destroyed',
      severity: 'error',
      fixes: [
        {
          help: 'Keep the resource block.',
          code: undefined,
          items: [{ message: 'Destroys them.', resources: [resource('x.app'), resource('x.web')] }],
        },
      ],
    },
    {
      id: 'access-removed',
      rule: 'access-removed',
      severity: 'warning',
      fixes: [
        {
          help: 'Check it.',
          code: undefined,
          items: [{ message: 'Removes it.', resources: [resource('y')] }],
        },
      ],
    },
  ],
  suppressed: [
    {
      rule: 'unscanned',
      severity: 'note',
      message: 'Not scanned.',
      resource: resource('z'),
      reason: 'known to the team',
      expires: undefined,
    },
  ],
  rules: [{ id: 'repository-destroyed', doc: 'Repository with images is destroyed.', why: 'It is lost.' }],
  registries: [],
  fromDeclaration: [],
};

function shown(parameters: Readonly<Record<string, string>>) {
  const { changes, findings, suppressed } = filterReview(REVIEW, parseReviewFilter(parameters));
  return {
    changes: changes.flatMap(({ lines }) => lines.map(({ text }) => text)).length,
    findings: countAllFindings(findings),
    suppressed: suppressed.length,
  };
}

test.each([
  [{}, { changes: 2, findings: 3, suppressed: 1 }],
  [{ severity: 'error' }, { changes: 2, findings: 2, suppressed: 0 }],
  [{ severity: 'warning' }, { changes: 2, findings: 1, suppressed: 0 }],
  [{ severity: 'suppressed' }, { changes: 2, findings: 0, suppressed: 1 }],
  [{ severity: 'other' }, { changes: 2, findings: 3, suppressed: 1 }],
  // A change, and one of two resources of a finding.
  [{ text: 'APP' }, { changes: 1, findings: 1, suppressed: 0 }],
  [{ text: ' app ' }, { changes: 1, findings: 1, suppressed: 0 }],
  [{ text: 'repository-destroyed' }, { changes: 0, findings: 2, suppressed: 0 }],
  [{ text: 'with images' }, { changes: 0, findings: 2, suppressed: 0 }],
  [{ text: 'resource block' }, { changes: 0, findings: 2, suppressed: 0 }],
  [{ text: 'the team' }, { changes: 0, findings: 0, suppressed: 1 }],
  [{ text: 'plan.json' }, { changes: 0, findings: 3, suppressed: 1 }],
  [
    { text: 'topology.yaml:13', severity: 'warning' },
    { changes: 0, findings: 1, suppressed: 0 },
  ],
  [{ text: 'none of it' }, { changes: 0, findings: 0, suppressed: 0 }],
])('%j shows %j', (parameters, expected) => {
  expect(shown(parameters)).toEqual(expected);
});
