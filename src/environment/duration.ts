const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration in the environment file looks like. */
export const durationPattern = /^\d+(\.\d+)?(ms|s|m|h|d)$/;

/** Milliseconds of `350ms`, `2s`, `5m`, `12h`, `1d`; NaN for anything else. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  return amount === undefined ? Number.NaN : Math.round(Number(amount) * units[unit as keyof typeof units]);
}
