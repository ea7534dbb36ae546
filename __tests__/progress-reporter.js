'use strict';

/** In a run of fewer files, the user knows what runs. */
const WHOLE_RUN = 15;

const HOW_LONG =
  'On two idle cores `npm test` takes 5 minutes, `npm run test:e2e` 17 and `npm run check` 22.';

/** Prints progress lines if the default reporter shows no status line, one for each 5 % of the files. */
const PROGRESS_LINES = 20;

const SLOWEST = 5;

/**
 * Prints how long a run takes, the progress, why tests are skipped (each reason once), the slowest files and, last,
 * the numbers that CI reads.
 */
module.exports = class ProgressReporter {
  #started = Date.now();
  /** Reason → number of tests. */
  #skipped = new Map();
  #files = [];

  onRunStart({ numTotalTestSuites: total }) {
    this.#started = Date.now();
    if (total >= WHOLE_RUN) print(`Running ${total} test files. ${HOW_LONG}`);
  }

  onTestFileResult({ path }, { testResults, perfStats }, { numTotalTestSuites: total }) {
    this.#files.push({ path, seconds: (perfStats.end - perfStats.start) / 1000 });
    for (const { status, fullName } of testResults) {
      if (status !== 'pending') continue;
      const reason = /\(skipped: ([^)]*(?:\([^)]*\)[^)]*)*)\)/.exec(fullName)?.[1] ?? 'test.skip';
      if (!this.#skipped.has(reason)) print(`Skipping tests: ${reason}`);
      this.#skipped.set(reason, (this.#skipped.get(reason) ?? 0) + 1);
    }
    const done = this.#files.length;
    const step = Math.ceil(total / PROGRESS_LINES);
    if (process.stderr.isTTY || total < WHOLE_RUN || done % step !== 0 || done === total) return;
    print(`${done} of ${total} files, ${duration((Date.now() - this.#started) / 1000)}`);
  }

  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numTotalTestSuites }) {
    const lines = [];
    if (numTotalTestSuites >= WHOLE_RUN) {
      const slowest = this.#files.sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
      lines.push('Slowest files:');
      lines.push(...slowest.map(({ path, seconds }) => `  ${duration(seconds)}  ${relative(path)}`));
    }
    for (const [reason, number] of this.#skipped) lines.push(`Skipped ${number}: ${reason}`);
    lines.push(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
    print(`\n${lines.join('\n')}`);
  }
};

function print(text) {
  process.stdout.write(`${text}\n`);
}

function duration(seconds) {
  const rounded = Math.round(seconds);
  return rounded < 60 ? `${rounded} s` : `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}

function relative(path) {
  return path.replace(/^.*__tests__[\\/]/, '');
}
