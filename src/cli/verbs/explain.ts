import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { lastResults } from '../explain/last-results.ts';
import { renderTopic, renderTopics } from '../explain/render.ts';
import { topicOf } from '../explain/topic.ts';
import { folderToRead } from '../places.ts';
import type { Context } from './context.ts';
import { examples } from './options.ts';

/** `coex explain`: what a check, a code or a known limit is about, and what the last runs saw of it. */
export function explainVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('explain')
    .description('say what a check or code means, why it may fail, what to do, and what the last runs saw')
    .argument('[id]', 'a check, a case, a code, a known limit or a suite; without it all of them are listed')
    .option('--runs <dir>', 'folder that holds run folders', folderToRead, 'reports');
  examples(verb, ['coex explain services.running', 'coex explain IM_NOT_DELIVERED --runs reports', 'coex explain']);
  verb.action((id: string | undefined, { runs }: { runs: string }) => {
    if (id === undefined) terminal.out(renderTopics());
    else {
      const topic = topicOf(id);
      terminal.out(renderTopic(topic, lastResults(resolve(runs), topic), runs));
    }
    exit(exitCodes.passed);
  });
}
