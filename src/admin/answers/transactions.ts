import { z } from 'zod';
import type { TransactionFact } from '../model.ts';
import { errorRecord, name, texts } from './values.ts';

export const transaction = z
  .object({
    Test: name,
    Answers: z.array(
      z
        .object({ Target: z.string(), Result: name, LatencyMs: z.number(), Error: z.string(), Diagnosis: z.string() })
        .transform((row) => ({
          target: row.Target,
          result: row.Result,
          latency: row.LatencyMs,
          error: row.Error,
          diagnosis: row.Diagnosis,
        })),
    ),
    Warnings: texts,
    Errors: z.array(errorRecord),
    Log: z.string(),
  })
  .transform(
    (row): TransactionFact => ({
      test: row.Test,
      answers: row.Answers,
      warnings: row.Warnings,
      errors: row.Errors,
      ...(row.Log === '' ? {} : { log: row.Log }),
    }),
  );
