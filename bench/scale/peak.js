'use strict';
const { writeFileSync } = require('node:fs');

/** Writes the peak memory of the process, in kilobytes, to a file, because the parent process cannot read it. */
process.on('exit', () => {
  writeFileSync(process.env.ECR_TOPOLOGY_BENCH_PEAK, String(process.resourceUsage().maxRSS));
});
