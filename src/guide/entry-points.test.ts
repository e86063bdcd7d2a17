import { describe, expect, it } from 'vitest';
import { edgeGenerationIn, edgeServices, entryPointOf, entryPoints, leadsTo, phaseNames } from './index.ts';

const [old, both, late] = ['lync-2010', 'either', 'lync-2013'] as const;
/** Whom the guide has each name lead to, in the eight phases one after the other. */
const table = {
  '_sipinternaltls._tcp': [old, old, old, old, old, old, old, late],
  sip: [old, old, old, old, old, old, old, late],
  lyncdiscoverinternal: [both, both, both, both, both, late, late, late],
  lyncdiscover: [both, both, both, both, both, late, late, late],
  meet: [old, old, old, old, old, late, late, late],
  dialin: [old, old, old, old, old, late, late, late],
  admin: [old, old, old, old, old, late, late, late],
};

describe('the names that clients look for', () => {
  it.each(Object.entries(table))('%s leads in each phase where the guide has it', (label, generations) => {
    expect(phaseNames.map((phase) => leadsTo(entryPointOf(label)!, phase))).toEqual(generations);
  });

  it('are all in that table', () => {
    expect(entryPoints.map(({ label }) => label).toSorted()).toEqual(Object.keys(table).toSorted());
  });

  it('for remote users and partners lead to the Edge pool of 2013 when federation has moved', () => {
    expect(edgeServices.map(({ label }) => label)).toEqual(['_sip._tls', '_sipfederationtls._tcp', '_xmpp-server._tcp']);
    expect(phaseNames.map((phase) => edgeGenerationIn(phase))).toEqual([old, old, old, old, old, late, late, late]);
  });
});
