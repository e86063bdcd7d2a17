import type { Core } from '../registrar/core.ts';
import type { MethodPart } from '../registrar/registrar.ts';
import { createPresenceHub } from './hub.ts';
import { createServicePart } from './service.ts';
import { createSubscribePart } from './subscribe.ts';

/** The presence server that all pools share: SUBSCRIBE, SERVICE and their notifications. */
export function createPresence(core: Core): readonly MethodPart[] {
  const hub = createPresenceHub(core);
  return [createSubscribePart(core, hub), createServicePart(core, hub)];
}
