import { bodyOf, type ImDialog } from '../client/index.ts';
import type { Random } from '../wire/index.ts';
import type { Conversation } from './model.ts';
import { userKey } from './presence-watch.ts';

/** An IM dialog as a test author sees it; `end` is what ending it means. */
export const conversationIn = (dialog: ImDialog, random: Random, end: () => Promise<void>): Conversation => ({
  with: userKey(dialog.with),
  callId: dialog.callId,
  get isOpen() {
    return dialog.isOpen;
  },
  say: (text, html) => dialog.send(bodyOf({ text, ...(html !== undefined && { html }) }, random)),
  type: (isTyping) => dialog.type(isTyping),
  end,
});
