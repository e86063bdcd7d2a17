import type { GenerationName, ServerRole } from '../generations/index.ts';
import type { CaseId, CheckId, Pillar, SuiteName } from '../outcome/index.ts';

export type Direction = 'legacy→legacy' | 'legacy→migrated' | 'migrated→legacy' | 'migrated→migrated';

/** Two different test users, in the direction in which something goes. Names are those of the environment file. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly direction: Direction;
  readonly fromSite: string;
  readonly toSite: string;
  readonly fromPool: string;
  readonly toPool: string;
}

/** What a case looks at. */
export type CaseTarget =
  | {
      readonly kind: 'service';
      readonly server: string;
      readonly pool: string;
      readonly generation: GenerationName;
      readonly service: string;
      readonly displayName: string;
    }
  | {
      readonly kind: 'server';
      readonly server: string;
      readonly pool: string;
      readonly generation: GenerationName;
      readonly roles: readonly ServerRole[];
    }
  | { readonly kind: 'pool'; readonly pool: string; readonly generation: GenerationName }
  | {
      readonly kind: 'port';
      readonly server: string;
      readonly pool: string;
      readonly generation: GenerationName;
      /** As the address map calls it. */
      readonly port: 'sip' | 'web' | 'web-external' | 'federation' | 'xmpp' | 'media' | 'media-udp';
      readonly number: number;
      /** `fe1.contoso.net:5061`, `av.contoso.net:3478/udp` */
      readonly at: string;
      /** Nothing is said: only whether connections are taken is of interest. */
      readonly bare?: true;
      /** What is spoken there, where no TLS comes first. */
      readonly speech?: 'turn' | 'turn-udp' | 'xmpp';
    }
  | { readonly kind: 'name'; readonly name: string; readonly label: string; readonly domain: string }
  /** With `pool`: as its endpoint shows it; with `tools`: as those on this host do. `other`: a site that it must leave alone.
   * `part`: of the estate as a whole, looked at from the site: `schema`, `forest`, `domains`. */
  | {
      readonly kind: 'site';
      readonly pool?: string;
      readonly tools?: GenerationName;
      readonly other?: string;
      readonly part?: string;
    }
  | {
      readonly kind: 'user';
      readonly user: string;
      readonly pool: string;
      readonly generation: GenerationName /** Pool to connect to first, where it is not the home pool. */;
      readonly via?: string;
    }
  | {
      readonly kind: 'conference';
      readonly organizer: string;
      readonly participants: readonly string[];
      /** The organizer's, where the conference lives. */
      readonly pool: string;
      readonly generation: GenerationName;
    }
  | {
      readonly kind: 'pair';
      readonly pair: Pair /** Of presence: what the recipient publishes. */;
      readonly availability?: string;
    };

/** One check on concrete targets. */
export interface PlannedCase {
  readonly id: CaseId;
  readonly check: CheckId;
  readonly suite: SuiteName;
  readonly pillar: Pillar;
  /** Of a pair: the sender's. */
  readonly site: string;
  /** For people and for JUnit: unique within suite and site, without run-dependent data. */
  readonly title: string;
  readonly tier: 'smoke' | 'full';
  /** Counts for a wave only where the wave names its check; true for all that changes something. */
  readonly optional: boolean;
  /** Pools it says something about: a wave judges a case when one of them is its own. */
  readonly pools: readonly string[];
  readonly target: CaseTarget;
  /** Id of the known limit that it is expected to meet: what does not work there is documented, and no defect. */
  readonly limit?: string;
  /** Set where it is decided beforehand that nobody looks. */
  readonly notCovered?: { readonly code: string; readonly why: string };
}

/** A cell of the coverage grid: one direction between two sites, for one suite. */
export interface CoverageCell {
  readonly suite: SuiteName;
  readonly direction: Direction;
  readonly fromSite: string;
  readonly toSite: string;
  readonly cases: number;
  /** Why it is empty. */
  readonly notCovered?: string;
}

/** How many of the cases: one look at everything, few that still meet everybody, or all. */
export type Coverage = 'smoke' | 'pairwise' | 'full';

export interface Plan {
  readonly environment: string;
  readonly wave?: string;
  readonly coverage: Coverage;
  readonly cases: readonly PlannedCase[];
  readonly pairs: readonly Pair[];
  readonly cells: readonly CoverageCell[];
  /** What a person must know before believing the plan, for example a site without test users: one sentence each. */
  readonly gaps: readonly string[];
}
