#!/usr/bin/env node
'use strict';
/** Runs the command from its source. The package contains a bundle of it instead (build.js). */
void require('./run').run('src/cli/main.ts', ['commander', 'yaml', 'zod']);
