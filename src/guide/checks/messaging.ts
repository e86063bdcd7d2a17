import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'messaging',
  pillar: 'communication',
  requirement: 'users-exchange-messages',
  generations: generationNames,
  needs: ['two-test-users'],
  optional: false,
  touches: 'test-user-traffic',
} as const;

export const messagingChecks: readonly Check[] = [
  {
    ...base,
    id: 'messaging.delivered',
    tier: 'smoke',
    title: 'a message reaches its recipient',
    method:
      'The sender opens a conversation and says something; the text must arrive at the recipient in time. That the estate accepted it ' +
      'proves nothing.',
    budget: 'im',
    codes: ['IM_NOT_DELIVERED', 'OWN_HOST_LATE', 'IM_REFUSED'],
    causes: [
      'The two pools do not reach each other on port 5061, in one direction or in both.',
      'The certificate of one pool is not trusted by the other, or has expired.',
      'The home pool of the recipient is not replicated to the pool of the sender.',
      'An IM filter or an archiving policy that blocks on failure holds messages back.',
    ],
    remedy:
      'See that {fromPool} and {toPool} reach each other on port 5061 both ways and trust each other’s certificates; then trace the message ' +
      'from {from} to {to} on {toPool}.',
  },
  {
    ...base,
    id: 'messaging.reply',
    tier: 'full',
    title: 'the answer comes back in the same conversation',
    method: 'The recipient answers in the conversation in which the message came; the text must reach the sender in time.',
    budget: 'im',
    codes: ['IM_NOT_DELIVERED', 'OWN_HOST_LATE', 'IM_REFUSED', 'DEPENDS_ON_OTHER'],
    causes: [
      'The way back between the pools differs from the way there: a firewall or a load balancer lets one direction through.',
      'A pool cannot route within the conversation that the other one began.',
    ],
    remedy:
      'The way there works if the message of {from} was delivered: look at the way back, port 5061 from {toPool} to {fromPool}, and at what ' +
      '{fromPool} answers to the message of {to}.',
  },
  {
    ...base,
    id: 'messaging.text-unchanged',
    tier: 'full',
    title: 'a text arrives as it was sent',
    method:
      'The text carries letters of several scripts, an emoji and the special characters of XML; it must arrive character for character.',
    codes: ['IM_CHANGED', 'DEPENDS_ON_OTHER'],
    causes: ['Something on the way rewrites messages: a filter, a gateway, an archiving or compliance product.'],
    remedy: 'Compare the two texts in the reasons, and look for products that change messages between {fromPool} and {toPool}.',
  },
  {
    ...base,
    id: 'messaging.long-text',
    tier: 'full',
    title: 'a long text arrives whole',
    method:
      'The sender says a text of 8,000 characters (12 KB) in letters of several scripts, about as much as Communicator and Lync let people ' +
      'type; it must arrive whole, and in time. No pool can be told to refuse so little: 64 KB is the least that it can be limited to.',
    budget: 'im',
    codes: ['IM_TOO_LONG', 'IM_NOT_DELIVERED', 'IM_CHANGED', 'IM_REFUSED', 'DEPENDS_ON_OTHER'],
    causes: [
      'Something between the client and the pool, or between the pools, takes no long messages: a load balancer, a filter, an inspecting firewall.',
      'The way between the pools loses large packets (path MTU), while short messages pass.',
    ],
    remedy:
      'Short messages of {from} arrive, so the way is there: look at what stands between {fromPool} and {toPool}, at the MTU of that way, and ' +
      'at MaxClientMessageBodySizeKb of both (Get-CsProxyConfiguration).',
  },
  {
    ...base,
    id: 'messaging.formatted',
    tier: 'full',
    title: 'a formatted message arrives in both forms',
    method:
      'The sender says the same as plain text and as HTML in one message (multipart/alternative), as Lync clients do whose users format what ' +
      'they write; both forms must arrive unchanged.',
    budget: 'im',
    codes: ['IM_NOT_DELIVERED', 'OWN_HOST_LATE', 'IM_CHANGED', 'IM_REFUSED', 'DEPENDS_ON_OTHER'],
    causes: [
      'A filter or compliance product between the pools takes plain text alone, or takes the HTML out.',
      'An IM policy of the recipient’s pool allows plain text only.',
    ],
    remedy:
      'Plain messages of {from} arrive: look for products that read messages between {fromPool} and {toPool}, and at the client policies of ' +
      'both users (DisableRTFIM, DisableHtmlIm and the like).',
  },
];
