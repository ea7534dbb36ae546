#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const SOURCE = 'src/cli/main.ts';

// A clone runs its source, even if `dist/` exists. The package contains only `dist/`.
if (existsSync(join(__dirname, '..', SOURCE))) {
  void require('./run').run(SOURCE, ['commander', 'yaml', 'zod']);
} else {
  require('../dist/cli.js');
}
