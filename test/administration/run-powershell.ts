import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** What a script prints on standard output, trimmed; rejects with what it prints on standard error. */
export async function powerShellAnswer(
  executable: string,
  script: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(executable, ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', '-'], {
    env: { ...process.env, NO_COLOR: '1', TERM: 'dumb', ...more },
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // One line, because the shell reads lines; a second one ends the process, which a second runspace could hold.
  const line = `. ([scriptblock]::Create([Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${Buffer.from(script).toString('base64')}'))))`;
  child.stdin.end(`${line}\n[Environment]::Exit(0)\n`);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (stderr.trim() !== '') throw new Error(stderr);
  return stdout.trim();
}
