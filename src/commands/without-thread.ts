/** The channel that a conversation is in: a thread's conversation is named after its channel (`19:...@thread.tacv2;messageid=...`). */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}
