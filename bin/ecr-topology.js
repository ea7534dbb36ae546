#!/usr/bin/env node
'use strict';
require('./run').run('src/cli/main.ts');
