#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const SOURCE = 'src/cli/main.ts';

// A clone has the source and runs it, however old its dist/ may be. The package has no source, only what was built of it.
if (existsSync(join(__dirname, '..', SOURCE))) {
  void require('./run').run(SOURCE, ['commander', 'yaml', 'zod']);
} else {
  require('../dist/cli.js');
}
