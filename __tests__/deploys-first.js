'use strict';
const { default: Sequencer } = require('@jest/test-sequencer');

/** Starts the tests that deploy first. They take longest, and one that starts last would use a single core only. */
module.exports = class DeploysFirst extends Sequencer {
  async sort(tests) {
    // Slowest first as measured by an earlier run, or largest first.
    const sorted = await super.sort(tests);
    const deploys = ({ path }) => /__tests__[\\/]e2e[\\/]/.test(path);
    return [...sorted.filter(deploys), ...sorted.filter((test) => !deploys(test))];
  }
};
