import { expect, it } from 'vitest';
import { checkOf, checksOfLimit, limits, limitsIn, phaseNames } from './index.ts';

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

it('is expected by the checks of the catalogue that it names', () => {
  for (const limit of limits) {
    expect(checksOfLimit(limit).map(({ id }) => id)).toEqual((limit.checks ?? []).filter((id) => checkOf(id) !== undefined));
  }
});
