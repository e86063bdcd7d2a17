#!/usr/bin/env node
// A shell that misbehaves on demand: speaks the line protocol of node-powershell and the envelope, and takes the name of the server it is
// asked about as an order. For lane.test.ts.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const start = process.env.FAKE_START ?? 'well';
if (start === 'dies') {
  writeSync(2, 'libicu is missing\n');
  process.exit(1);
}
if (start === 'ignores-term') process.on('SIGTERM', () => {});

const line = (id, more = {}) => {
  const envelope = { v: 1, id, ok: true, data: [], errors: [], warnings: [], verbose: [], ms: 3, ...more };
  return `@COEX1:${id}:${Buffer.from(JSON.stringify(envelope)).toString('base64')}`;
};
const service = { Name: 'RTCSRV', DisplayName: 'Lync Server Front-End', Status: 'Running', Roles: [], StartMode: '' };
const failure = (category, id) => ({
  ok: false,
  errors: [
    { message: 'No.', category, fullyQualifiedErrorId: id, targetName: '', exception: 'System.Exception', terminating: true },
  ],
});

const orders = {
  answers: (id) => `\n${line(id, { data: [service] })}\n`,
  'ends-lines-with-crlf': (id) => `\r\n${line(id, { data: [service] })}\r\n`,
  'is-noisy': (id) => `WARNING: slow\nno line end${line('forged', { data: [] })}\n${line(id, { data: [service] })}\ntrailing`,
  'dies-with-0': () => process.exit(0),
  'dies-with-3': () => {
    writeSync(2, 'out of memory\n');
    process.exit(3);
  },
  'is-killed': () => process.kill(process.pid, 'SIGKILL'),
  'dies-in-mid-answer': (id) => {
    writeSync(1, `\n${line(id, { data: [service] }).slice(0, 60)}`);
    process.exit(0);
  },
  hangs: () => undefined,
  'says-nothing': () => '',
  'says-garbage': () => '\u0000\ufffd{"v":1}\n@COEX1::\n',
  'answers-another-call': (id) => `\n@COEX1:${id}:${line('c999').slice('@COEX1:c999:'.length)}\n`,
  'answers-no-json': (id) => `\n@COEX1:${id}:AAAA\n`,
  'answers-another-shape': (id) => `\n${line(id, { data: [{ ...service, Status: 'Dozing' }] })}\n`,
  refuses: (id) => `\n${line(id, failure('PermissionDenied', 'CoexRefused,Get-CsWindowsService'))}\n`,
  'is-too-slow': (id) => `\n${line(id, failure('OperationTimeout', 'CoexTimeout'))}\n`,
};

createInterface({ input: process.stdin }).on('line', (text) => {
  if (hung) return;
  const mark = /^\[Console\]::(Out|Error)\.Write\("(\w+)`n"\)$/.exec(text);
  if (mark) return void writeSync(mark[1] === 'Out' ? 1 : 2, `${mark[2]}\n`);
  if (text.startsWith('[Environment]::Exit')) return process.exit(0);
  const call = /__CoexCall '(\w+)' '[^']*' '([^']*)' /.exec(text);
  if (!call) return;
  const [, id, parameters] = call;
  const { Lync, Name, Arguments } = JSON.parse(Buffer.from(parameters, 'base64').toString('utf8'));
  if (Lync !== undefined) {
    if (start === 'hangs') hung = true;
    else if (start === 'has-no-lync') writeSync(1, `\n${line(id, failure('ResourceUnavailable', 'Modules_ModuleNotFound,X'))}\n`);
    else writeSync(1, `\n${line(id)}\n`);
    return;
  }
  const order = Name === 'Get-CoexServerService' ? Arguments.ComputerName : 'answers';
  const answer = orders[order](id);
  if (answer === undefined) hung = true;
  else writeSync(1, answer);
});
let hung = false;
