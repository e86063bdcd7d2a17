import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

export const serviceChecks: readonly Check[] = [
  {
    id: 'services.running',
    suite: 'services',
    pillar: 'services',
    tier: 'smoke',
    requirement: 'services-started',
    title: 'an expected service is running',
    method:
      'Get-CsWindowsService is asked once per server. The service must be Running; StartPending is looked at again until its time is up, ' +
      'Stopped, StopPending and missing are wrong at once.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    budget: 'serviceStart',
    codes: ['SERVICE_NOT_RUNNING', 'SERVICE_MISSING', 'SERVICE_STILL_STARTING'],
    causes: [
      'The service was stopped by hand, or did not come back after an update.',
      'A front end of a 2013 pool below its quorum stays in starting (event 32174): with three servers, three must run for the first start.',
      'A certificate has expired, or a certificate that is not self-signed lies in the trusted root store.',
      'The roles in the environment file are not those of the topology.',
    ],
    remedy:
      'Run Start-CsWindowsService -Name {service} -ComputerName {server}. If {service} stops again or hangs in starting, read the Lync Server ' +
      'event log of {server} and count the running servers of {pool}.',
    touches: 'reads',
  },
  {
    id: 'services.unexpected',
    suite: 'services',
    pillar: 'services',
    tier: 'full',
    requirement: 'services-as-declared',
    title: 'a server runs no service that its roles do not have',
    method:
      'What Get-CsWindowsService shows is compared with what the roles and the generation of the server bring. Services that a feature ' +
      'switches on may be there or not.',
    generations: generationNames,
    needs: ['management-shell'],
    optional: false,
    codes: ['SERVICE_UNEXPECTED'],
    causes: [
      'The environment file gives the server other roles, or the pool another generation, than the topology.',
      'A role was removed from the topology, and Enable-CsComputer was not run on the server afterwards.',
    ],
    remedy:
      'Compare the roles of {server} in the environment file with Get-CsPool {pool}; if the topology is right and {server} is not, run ' +
      'Enable-CsComputer on {server}.',
    touches: 'reads',
  },
];
