import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api, asFault, type Channel } from "../../api";
import { keys } from "../../live";
import { Copy } from "../../ui/Copy";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

/** The key that outside systems sign with. */
export function Secret({ channel }: { channel: Channel }) {
  const { t } = useWords();
  const client = useQueryClient();
  const rotate = useMutation({
    mutationFn: () => api.channels.rotate(channel.id),
    onSuccess: (answer) => {
      client.setQueryData([...keys.channels, channel.id], answer);
      say.done(t("channels.rotated"));
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = () => askFirst({
    title: t("channels.rotateAsk"), content: t("channels.rotateMeans"), okText: t("channels.rotate"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => rotate.mutateAsync().catch(() => undefined),
  });
  return (
    <div className="stack">
      {channel.secret ? <Copy label={t("channels.secret")} value={channel.secret} secret /> : <p className="panel-none">{t("channels.secretHidden")}</p>}
      {channel.can.change && <div><Button size="small" onClick={ask}>{t("channels.rotate")}</Button></div>}
    </div>
  );
}
