'use strict';
const { writeFileSync } = require('node:fs');

/** Leaves the peak memory of the process, in kilobytes, in a file: a parent is not told. */
process.on('exit', () => {
  writeFileSync(process.env.ECR_TOPOLOGY_BENCH_PEAK, String(process.resourceUsage().maxRSS));
});
