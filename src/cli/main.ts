#!/usr/bin/env node
import { runProgram } from './program.ts';
import { stateRoot } from './state-folder.ts';
import { processTerminal } from './terminal.ts';

const env = process.argv.includes('--no-color') ? { ...process.env, NO_COLOR: '1' } : process.env;
process.exitCode = await runProgram(process.argv.slice(2), {
  env,
  terminal: processTerminal(env),
  stateRoot: stateRoot(process.env, process.platform),
});
