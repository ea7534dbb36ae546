#!/usr/bin/env node
'use strict';
void require('./run').run('src/cli/main.ts', ['commander', 'yaml', 'zod']);
