import type { WireLog } from '../evidence/index.ts';
import type { Attachment } from '../results/index.ts';
import type { Clock } from '../time/index.ts';
import { fileNameOf, type RunFiles } from './run-files.ts';

/** Keeps what passed on the wire while something was looked at, in a file of the run folder. */
export interface Evidence {
  /** Runs `look` and keeps the wire of these agents meanwhile, under a subject such as `messaging/legacy Lena → migrated Mika`. */
  around<T>(subject: string, agents: readonly string[], look: () => Promise<T>): Promise<T>;
  /** The file kept for a subject, if there is one. */
  of(subject: string): readonly Attachment[];
}

export function evidenceFiles(wire: WireLog, files: RunFiles, clock: Clock): Evidence {
  const kept = new Map<string, Attachment>();
  return {
    async around(subject, agents, look) {
      const from = clock.now();
      try {
        return await look();
      } finally {
        const text = wire.render({ agents, from, to: clock.now() });
        if (text !== '') {
          const path = `wire/${subject.split('/').map(fileNameOf).join('/')}.log`;
          files.file(path, text);
          kept.set(subject, { title: 'wire log', path });
        }
      }
    },
    of(subject) {
      const attachment = kept.get(subject);
      return attachment === undefined ? [] : [attachment];
    },
  };
}
