import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CoexistenceError } from '../../errors/index.ts';
import { type Clock, humanDuration, systemClock } from '../../time/index.ts';
import { defaultCache, isOurs } from './cache.ts';
import { whileLocked } from './lock.ts';
import { run } from './run.ts';
import { copySources, hostSources, sourcesHash } from './sources.ts';

export interface BuildOptions {
  /** Folder that keeps builds from run to run; by default one of this user's. */
  readonly cache?: string;
  /** Told what takes its time, in whole sentences. Not called when the program is there already. */
  onMessage(text: string): void;
  readonly signal?: AbortSignal;
  /** Environment of the builder; by default this process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Sources to build instead of the product's own: for tests. */
  readonly sources?: string;
  /** The builder, by default `dotnet` from the path: for tests. */
  readonly dotnet?: string;
  readonly clock?: Clock;
}

const neededSdk = 10;
const program = process.platform === 'win32' ? 'labshell.exe' : 'labshell';
const platform = `${process.platform}-${process.arch}`;

/**
 * The path of the lab's PowerShell host, built with the .NET SDK if no build of these very sources is kept. Needs the package registry the
 * first time only. Two builders at once do the work once.
 *
 * @throws CoexistenceError LAB_SDK_MISSING where no .NET SDK is installed; LAB_SHELL_NOT_BUILT with the last lines of the build
 */
export async function buildLabShell(options: BuildOptions): Promise<string> {
  const { clock = systemClock, sources = hostSources, signal, onMessage } = options;
  const cache = join(options.cache ?? (await defaultCache()), 'lab-shell');
  const home = join(cache, await sourcesHash(sources, platform));
  const built = join(home, program);
  if (await isProgram(built)) return built;
  if (!(await isOurs(cache))) {
    throw new CoexistenceError(
      'LAB_SHELL_NOT_BUILT',
      `The folder ${cache} cannot be used to build the PowerShell host of the lab.`,
      {
        hint: 'Make it a folder that this user owns and can write to.',
      },
    );
  }
  const onWait = (): void => onMessage('Another process builds the PowerShell host of the lab; waiting for it.');
  return whileLocked(
    `${home}.lock`,
    async () => {
      if (await isProgram(built)) return built;
      await requireSdk(options, cache);
      onMessage('Building the PowerShell host of the lab with the .NET SDK. This is done once and may take a minute.');
      const start = clock.monotonic();
      await build(options, sources, cache, home);
      onMessage(`Built in ${humanDuration(clock.monotonic() - start)}: ${built}`);
      return built;
    },
    { clock, onWait, ...(signal === undefined ? {} : { signal }) },
  );
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function requireSdk({ dotnet = 'dotnet', environment, signal }: BuildOptions, cwd: string): Promise<void> {
  const listed = await run(dotnet, ['--list-sdks'], { cwd, ...about(environment, signal) });
  const versions = [...listed.output.matchAll(/^(\d+)\.\S*/gm)];
  if (versions.some(([, major]) => Number(major) >= neededSdk)) return;
  const found =
    listed.code === undefined ? 'there is no dotnet program' : versions.map(([version]) => version).join(', ') || 'none';
  throw new CoexistenceError(
    'LAB_SDK_MISSING',
    `The lab's PowerShell host needs the .NET SDK ${neededSdk} to be built; found: ${found}.`,
  );
}

/** Builds in a folder of its own and moves the result into place at once: what is in place is whole. */
async function build(options: BuildOptions, sources: string, cache: string, home: string): Promise<void> {
  const { dotnet = 'dotnet', environment, signal } = options;
  const work = await mkdtemp(join(cache, 'build-'));
  try {
    const project = join(work, 'source');
    const output = join(work, 'output');
    await mkdir(project);
    await copySources(sources, project);
    const ended = await run(dotnet, publishArguments(output), { cwd: project, ...about(environment, signal) });
    const failed = (what: string, text: string): CoexistenceError =>
      new CoexistenceError('LAB_SHELL_NOT_BUILT', `${what}:\n${lastLines(text)}`);
    if (ended.code !== 0) throw failed('Building the PowerShell host of the lab failed', ended.output);
    const tried = await run(join(output, program), ['-Version'], { cwd: output, ...about(environment, signal) });
    if (tried.code !== 0) throw failed('The PowerShell host of the lab was built and does not start', tried.output);
    await moveIntoPlace(output, home);
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function moveIntoPlace(output: string, home: string): Promise<void> {
  try {
    await rename(output, home);
  } catch (error) {
    // Somebody was quicker, which is as good; or what is there is broken.
    if (await isProgram(join(home, program))) return;
    await rm(home, { recursive: true, force: true });
    await rename(output, home).catch(() => Promise.reject(error));
  }
}

const publishArguments = (output: string): readonly string[] => [
  'publish',
  '--configuration',
  'Release',
  '--output',
  output,
  '--nologo',
  // Compiler and builder would otherwise stay behind as processes, for the next build that never comes.
  '--disable-build-servers',
  // The committed lock file holds for one platform (see the project file).
  ...(platform === 'linux-x64' ? ['-p:RestoreLockedMode=true'] : []),
];

const about = (environment: BuildOptions['environment'], signal: AbortSignal | undefined) => ({
  ...(environment === undefined ? {} : { environment: { ...environment, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' } }),
  ...(signal === undefined ? {} : { signal }),
});

const lastLines = (text: string): string => text.trimEnd().split(/\r?\n/).slice(-15).join('\n');
