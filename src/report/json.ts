import { formatRunJson, type Run, type Verdict } from '../results/index.ts';

/** The text of `run.json`, which `--json` prints too. */
export const renderJson = (run: Run, verdict: Verdict): string => formatRunJson(run, verdict);
