import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { childEnvironment, type Lane, type LaneOptions, openLane } from '../../src/admin/index.ts';
import type { Environment, Pool } from '../../src/environment/model.ts';
import { createManagement } from '../../src/lab/management/index.ts';
import type { FaultName, FaultParameters, LabEstate, LabUser } from '../../src/lab/model.ts';
import { labModule } from '../../src/lab/shell/index.ts';
import { systemClock } from '../../src/time/index.ts';

const pool = (fqdn: string, generation: Pool['generation'], servers: Pool['servers']): Pool => ({
  fqdn,
  generation,
  tlsProfile: generation,
  servers,
});
const administration = {
  via: 'local',
  accounts: { siteAdmin: { login: 'CONTOSO\\coex-redmond' }, readOnly: { login: 'CONTOSO\\coex-view' } },
} as const;

/** Two sites, both generations in each. */
export const environment = {
  sipDomains: ['contoso.net'],
  sites: [
    {
      name: 'Redmond',
      administration,
      pools: [
        pool('pool01.contoso.net', 'lync-2010', [{ fqdn: 'fe1.contoso.net', roles: ['front-end', 'mediation', 'cms'] }]),
        pool('pool02.contoso.net', 'lync-2013', [
          { fqdn: 'fe2013a.contoso.net', roles: ['front-end', 'mediation'] },
          { fqdn: 'fe2013b.contoso.net', roles: ['front-end', 'mediation'] },
        ]),
      ],
    },
    {
      name: 'Dublin',
      administration: { via: 'local', accounts: {} },
      pools: [pool('pool11.contoso.net', 'lync-2010', [{ fqdn: 'fe11.contoso.net', roles: ['front-end'] }])],
    },
  ],
  pilot: {},
} as unknown as Environment;

/** Accounts of the lab and their passwords. */
export const accounts = new Map([
  ['CONTOSO\\coex-redmond', 'canary "$(1)" \u201d ż'],
  ['CONTOSO\\coex-view', 'canary view'],
]);

/** The administration of a lab, alone: its management endpoint, and lanes that ask it. */
export interface LabAdministration extends AsyncDisposable {
  readonly url: string;
  readonly users: Map<string, LabUser>;
  readonly faults: Map<FaultName, FaultParameters>;
  /** Process ids of all shells that were started. */
  readonly pids: number[];
  /** Paths of everything that was asked, in order. */
  readonly requests: readonly string[];
  open(site?: string, more?: Partial<LaneOptions>): Lane;
  post(path: string, body: object): Promise<Response>;
  /** Ends when the endpoint has next refused something for this reason. */
  refusals(kind: string): Promise<void>;
}

export async function startLabAdministration(
  executable: string,
  estateOf: Environment = environment,
): Promise<LabAdministration> {
  const user = (name: string, home: string, enabled = true): LabUser => {
    const account = name.split(' ')[1]!.toLowerCase();
    return { name, uri: `sip:${account}@contoso.net`, login: `CONTOSO\\${account}`, password: 'unused', pool: home, enabled };
  };
  const list = [
    user('legacy Lena', 'pool01.contoso.net'),
    user('legacy Łukasz', 'pool01.contoso.net', false),
    user('migrated Mika', 'pool02.contoso.net'),
  ];
  const users = new Map(list.map((each) => [each.uri, each]));
  const faults = new Map<FaultName, FaultParameters>();
  const estate: LabEstate = {
    environment: estateOf,
    users,
    faults: { active: (name) => faults.get(name) },
    accounts,
    clock: systemClock,
  };
  const part = createManagement(estate);
  const requests: string[] = [];
  const waiting: { kind: string; tell: () => void }[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    const end = response.end.bind(response) as (chunk?: unknown) => typeof response;
    response.end = ((chunk?: unknown) => {
      for (const { kind, tell } of waiting) if (String(chunk).includes(`"kind":"${kind}"`)) tell();
      return end(chunk);
    }) as typeof response.end;
    part(request, response).then(
      (known) => known || response.writeHead(404).end(),
      (error) => response.destroy(error),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lanes: Lane[] = [];
  const pids: number[] = [];

  return {
    url,
    users,
    faults,
    pids,
    requests,
    open(site = 'Redmond', more = {}) {
      const lane = openLane({
        site,
        administration: { via: 'local', accounts: {} },
        executable,
        environment: { ...childEnvironment(process.env), COEX_LAB_URL: url },
        module: labModule,
        budgets: { call: 30_000, first: 60_000 },
        clock: systemClock,
        onProcess: (pid, ended) => void (ended || pids.push(pid)),
        ...more,
      });
      lanes.push(lane);
      return lane;
    },
    refusals: (kind) => new Promise((tell) => waiting.push({ kind, tell })),
    post: (path, body) => fetch(`${url}/management/${path}`, { method: 'POST', body: JSON.stringify(body) }),
    async [Symbol.asyncDispose]() {
      await Promise.all(lanes.map((lane) => lane.close()));
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
