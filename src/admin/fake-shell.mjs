#!/usr/bin/env node
// A shell that misbehaves on demand: speaks the line protocol of node-powershell and the envelope, and takes the name of the server it is
// asked about as an order. For lane.test.ts.
import { closeSync, writeSync } from 'node:fs';
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
  'answers-twice': (id) => `\n${line(id, { data: [service] })}\n${line(id, { data: [] })}\n`,
  'prints-escape-sequences': (id) => `\u001b[?1h\u001b=\u001b[31mred\u001b[0m\n${line(id, { data: [service] })}\n\u001b[?1l`,
  'coalesces-markers': (id) => {
    held = '';
    return `\n${line(id, { data: [service] })}\n`;
  },
  'answers-late': (id) => {
    setTimeout(() => writeSync(1, `\n${line(id, { data: [service] })}\n`), 400);
    return undefined;
  },
  'asks-a-question': () => {
    // As Read-Host in a shell without -NonInteractive: the next line, a marker, is the answer.
    swallow = 1;
    return 'Name: ';
  },
  floods: () => {
    const piece = Buffer.alloc(1024 * 1024, 'x');
    for (let count = 0; count < 50; count++) {
      try {
        writeSync(1, piece);
      } catch {
        count--; // the pipe is full: whoever reads is slow
      }
    }
    return undefined;
  },
  'closes-its-output': () => {
    closeSync(1);
    return undefined;
  },
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
  if (swallow > 0) return void swallow--;
  const mark = /^\[Console\]::(Out|Error)\.Write\("(\w+)`n"\)$/.exec(text);
  if (mark) return void print(mark[1] === 'Out' ? 1 : 2, `${mark[2]}\n`);
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
  else print(1, answer);
});
let hung = false;
let swallow = 0;
/** What standard output holds back, to come in one piece with the marker that ends the call. */
let held;

function print(to, text) {
  if (to !== 1 || held === undefined) return writeSync(to, text);
  held += text;
  if (!/\n\w{16}\n$/.test(held)) return;
  const whole = held;
  held = undefined;
  writeSync(1, whole);
}
