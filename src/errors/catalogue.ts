import { administrationErrors } from './catalogue/administration.ts';
import { entryPointErrors } from './catalogue/entry-points.ts';
import { environmentErrors } from './catalogue/environment.ts';
import { factErrors } from './catalogue/facts.ts';
import { labErrors } from './catalogue/lab.ts';
import { runErrors } from './catalogue/run.ts';
import { sipErrors } from './catalogue/sip.ts';
import { topologyErrors } from './catalogue/topology.ts';
import { userErrors } from './catalogue/users.ts';
import type { CatalogueEntry } from './entry.ts';

export type { CatalogueEntry } from './entry.ts';

const entries = {
  ...environmentErrors,
  ...runErrors,
  ...administrationErrors,
  ...topologyErrors,
  ...userErrors,
  ...factErrors,
  ...sipErrors,
  ...entryPointErrors,
  ...labErrors,
};

export type ErrorCode = keyof typeof entries;

/** Every code this product can show, as data: `coex explain CODE` and the documentation are made from it. */
export const catalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = entries;
