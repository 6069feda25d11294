import type { TokenConversation } from './token-conversation.ts';

/** Watches one driver in a process of its own until the answered function is called. A driver that cannot be watched is silent: its tokens are looked for by hand, as ever. */
export function watchDriver(converse: () => Promise<TokenConversation>, path: string, moved: () => void): () => void {
  let ended = false;
  let conversation: TokenConversation | null = null;

  async function watch(): Promise<void> {
    conversation = await converse();
    if (ended) return conversation.end();
    await conversation.ask({ kind: 'watch', path }, 'watching');
    await conversation.hold({
      heard(reply) {
        if (reply.kind === 'moved') moved();
        else conversation?.end();
      },
      lost: () => undefined,
    });
  }

  watch().catch(() => conversation?.end());
  return () => {
    ended = true;
    conversation?.end();
  };
}
