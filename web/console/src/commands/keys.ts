/** Every key of the console, by what it is for. A list of what the screen in hand
 * offers would teach nobody what to expect of the next one. */
export const keyGroups: { group: string; keys: [name: string, keys: string][] }[] = [
  {
    group: "everywhere",
    keys: [["palette.open", "mod+k"], ["search.open", "/"], ["notifications.open", "g n"], ["keys.show", "?"]],
  },
  {
    group: "go",
    keys: [["go.mine", "g m"], ["go.unassigned", "g u"], ["go.all", "g a"], ["go.waiting", "g w"], ["go.snoozed", "g s"], ["go.resolved", "g r"], ["go.contacts", "g c"], ["go.floor", "g f"], ["go.settings", "g ,"]],
  },
  {
    group: "list",
    keys: [
      ["list.next", "j"], ["list.previous", "k"], ["list.open", "Enter"], ["list.first", "Home"], ["list.last", "End"],
      ["list.select", "x"], ["list.select_all", "mod+a"], ["list.filter", "f"], ["queue.next", "q"], ["offer.accept", "y"], ["offer.refuse", "d"], ["conversation.begin", "c"],
    ],
  },
  {
    group: "conversation",
    keys: [
      ["reply.start", "r"], ["note.start", "n"], ["macro.open", "m"], ["conversation.assign_me", "a"], ["conversation.resolve", "e"], ["conversation.reopen", "o"],
      ["conversation.subject", "s"], ["help.ask", "i"], ["topic.correct", "t"], ["conversation.merge", "u"], ["conversation.split", "p"], ["message.unmask", "h"], ["thread.find", "mod+f"], ["message.withdraw", "z"], ["note.rewrite", "w"], ["conversation.close", "Escape"],
    ],
  },
  {
    group: "writing",
    keys: [["write.send", "mod+Enter"], ["write.sendAndResolve", "mod+Shift+Enter"], ["write.canned", "/"], ["write.mention", "@"], ["write.leave", "Escape"]],
  },
  {
    group: "search",
    keys: [["hits.next", "ArrowDown"], ["hits.previous", "ArrowUp"], ["hits.open", "Enter"]],
  },
  {
    group: "pairs",
    keys: [["pair.next", "j"], ["pair.previous", "k"], ["pair.compare", "Enter"], ["pair.apart", "x"]],
  },
];
