import type { CatalogueEntry } from '../entry.ts';

export const userErrors = {
  ADDRESS_ODD: {
    outcome: 'fail',
    meaning:
      'A user has a SIP attribute with a blank in it or without its scheme, or an address of a domain that is not declared.',
    hint: 'Correct the attribute with Set-CsUser; add the domain to sipDomains if it is one of the estate.',
  },
  POLICY_CHANGED: {
    outcome: 'fail',
    meaning: 'Another policy applies to a test user than in the run that is compared with.',
    hint: 'Grant the policy again, or, if it was meant to change, accept it once: coex check --baseline with the newest run.',
  },
  USERS_FEWER: {
    outcome: 'fail',
    meaning: 'The pools of the environment have fewer users together than in the run that is compared with.',
    hint: 'Find out who is gone: moved to a pool that the file does not declare, or disabled. If that was meant, accept it once with --baseline.',
  },
  CLIENT_REFUSED: {
    outcome: 'fail',
    meaning: 'The client version policy keeps out a client of the pilot.',
    hint: 'Look at the rule that the message names with Get-CsClientVersionPolicyRule, and let the client in.',
  },
  CLIENT_FILTER_OFF: {
    outcome: 'fail',
    meaning: 'Nobody looks at the versions of clients, in the phase in which old ones must be kept out.',
    hint: 'Set-CsClientVersionConfiguration -Enabled $true, once the rules let in the clients of the pilot.',
  },
  NUMBER_DIFFERS: {
    outcome: 'fail',
    meaning: 'A dialled number becomes another one for users of one generation than for users of the other.',
    hint: 'Compare the dial plans of the two users with Get-CsDialPlan.',
  },
  OUTSIDERS_REFUSED: {
    outcome: 'fail',
    meaning:
      'A policy keeps out outsiders who are to be let in from this phase on: anonymous participants, federated or remote users.',
    hint: 'Set the value that the message names; the phase of the environment file says what is expected.',
  },
  PIN_LOST: {
    outcome: 'fail',
    meaning: 'A test user had a usable PIN in the run that is compared with, and has none now.',
    hint: 'Set the PIN again with Set-CsClientPin, or unlock it with Unlock-CsClientPin; see why it did not come along.',
  },
  CONTACTS_FEWER: {
    outcome: 'fail',
    meaning: 'A user has fewer contacts than in the run that is compared with.',
    hint: 'Look at how the user was moved: with -Force contacts are lost. If they were removed on purpose, accept it once with --baseline.',
  },
  NOT_TOLD: {
    outcome: 'undetermined',
    meaning: 'The estate answered, and the answer does not hold what is to be judged.',
    hint: 'The message says what is missing; look at the answer in the folder facts of the run.',
  },
} as const satisfies Record<string, CatalogueEntry>;
