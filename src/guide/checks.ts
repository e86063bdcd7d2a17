import type { CheckId } from '../outcome/index.ts';
import { administrationChecks } from './checks/administration.ts';
import { conferenceChecks } from './checks/conference.ts';
import { contactChecks } from './checks/contacts.ts';
import { entryPointChecks } from './checks/entry-points.ts';
import { messagingChecks } from './checks/messaging.ts';
import { nodeChecks } from './checks/nodes.ts';
import { presenceChecks } from './checks/presence.ts';
import { registrationChecks } from './checks/registration.ts';
import { retirementChecks } from './checks/retirement.ts';
import { serviceChecks } from './checks/services.ts';
import { signinChecks } from './checks/signin.ts';
import { syntheticChecks } from './checks/synthetic.ts';
import { topologyChecks } from './checks/topology.ts';
import { edgeTopologyChecks } from './checks/topology-edge.ts';
import { userChecks } from './checks/users.ts';
import type { Check } from './model.ts';

/** All that is looked at, in the order in which it is shown. */
export const checks: readonly Check[] = [
  ...serviceChecks,
  ...administrationChecks,
  ...topologyChecks,
  ...edgeTopologyChecks,
  ...retirementChecks,
  ...userChecks,
  ...signinChecks,
  ...messagingChecks,
  ...presenceChecks,
  ...conferenceChecks,
  ...contactChecks,
  ...registrationChecks,
  ...nodeChecks,
  ...entryPointChecks,
  ...syntheticChecks,
];

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check of an id, or `undefined` when there is none. */
export const checkOf = (id: string): Check | undefined => byId.get(id as CheckId);
