import { expect, it } from 'vitest';
import { checkOf, checksOfLimit, limitOf, limits, limitsIn, phaseNames } from './index.ts';

it('says what does not work, whom it concerns and where it is written, each limit once', () => {
  expect(new Set(limits.map(({ id }) => id)).size).toBe(limits.length);
  for (const { id, limit, affects, page, since, until } of limits) {
    expect(limit, id).toMatch(/^[A-Z].*\.$/);
    expect(affects, id).toMatch(/^[a-z].*[^.]$/);
    expect(page, id).toMatch(/^[A-Z]/);
    if (since !== undefined && until !== undefined) expect(phaseNames.indexOf(since)).toBeLessThan(phaseNames.indexOf(until));
  }
});

it('holds from its phase on until it is over, and always where no phase is named', () => {
  const idsIn = (phase: Parameters<typeof limitsIn>[0]) => limitsIn(phase).map(({ id }) => id);
  expect(idsIn('prepare')).not.toContain('older-tools');
  expect(idsIn('pilot')).toContain('older-tools');
  expect(idsIn('edge-added')).not.toContain('xmpp-left-behind');
  expect(idsIn('federation-moved')).toContain('xmpp-left-behind');
  expect(idsIn('federation-moved')).toContain('several-federated-edges');
  expect(idsIn('post-migration')).not.toContain('several-federated-edges');
  for (const phase of phaseNames) expect(idsIn(phase)).toContain('no-mixed-pairing');
  expect(limitsIn(undefined)).toEqual(limits);
});

it('is expected by checks that exist, each named once', () => {
  for (const limit of limits) {
    expect(
      (limit.checks ?? []).filter((id) => checkOf(id) === undefined),
      limit.id,
    ).toEqual([]);
    expect(checksOfLimit(limit).map(({ id }) => id)).toEqual([...new Set(limit.checks)]);
    expect(limitOf(limit.id)).toBe(limit);
  }
  expect(limitOf('none-such')).toBeUndefined();
});
