import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, asFault, type Channel, type ChannelSettings } from "../../api";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

export function useChannels() {
  return useQuery({ queryKey: keys.channels, queryFn: api.channels.list });
}

export function useChannel(id: string) {
  return useQuery({ queryKey: [...keys.channels, id], queryFn: () => api.channels.get(id) });
}

export function useChangeChannel(channel: Channel) {
  const { t } = useWords();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: { name?: string; settings?: ChannelSettings; state?: "active" | "closed" }) => api.channels.change(channel.id, { ...change, version: channel.version }),
    onSuccess: (answer) => {
      client.setQueryData([...keys.channels, channel.id], answer);
      void client.invalidateQueries({ queryKey: keys.channels, exact: true });
      say.done(t("act.saved"));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
}
