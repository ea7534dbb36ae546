'use strict';

/** Says at the end of a run, in plain words, whether the end-to-end tests ran: a skip must not pass for a success. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const ended = results.testResults.filter(({ testFilePath }) =>
      /__tests__[\\/]e2e[\\/]/.test(testFilePath),
    );
    const tests = ended.flatMap(({ testResults }) => testResults);
    const count = (status) => tests.filter((test) => test.status === status).length;
    const lines = [];
    if (ended.length > 0) {
      const ran = count('passed') + count('failed');
      const skipped = tests.filter(({ status }) => status === 'pending');
      lines.push(`End to end: ${ran} ran, ${skipped.length} skipped.`);
      lines.push(...skipped.map(({ fullName }) => `  skipped: ${fullName}`));
    }
    const { numPassedTests, numFailedTests, numPendingTests } = results;
    lines.push(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped`);
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }
};
