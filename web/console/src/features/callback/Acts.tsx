import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Dropdown, Input, Modal, type MenuProps } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { callbacks, type Callback, type Outcome } from "../../api/callbacks";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { say } from "../../ui/say";

/** What one can do about a call-back: take it, and say what came of it. */
export function Acts({ callback }: { callback: Callback }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Outcome | null>(null);
  const [note, setNote] = useState("");
  const settled = () => { setAsked(null); return client.invalidateQueries({ queryKey: keys.callbacks }); };
  const quick = useMutation({
    mutationFn: (what: "take" | "giveBack") => callbacks[what](callback.id), onSuccess: settled,
    onError: (cause) => { say.bad(faultWords(t, asFault(cause))); void settled(); },
  });
  const end = useMutation({ mutationFn: (outcome: Outcome) => callbacks.end(callback.id, outcome, note), onSuccess: settled });
  const ask = (outcome: Outcome) => { setNote(""); end.reset(); setAsked(outcome); };
  const { can } = callback;
  const more: MenuProps["items"] = [
    ...(can.give_back ? [{ key: "giveBack", label: t("callback.giveBack") }] : []),
    ...(can.withdraw ? [{ key: "withdrawn", label: `${t("callback.withdraw")}…` }] : []),
  ];
  return (
    <span className="callback-acts">
      {can.take && <Button size="small" type="primary" loading={quick.isPending} onClick={() => quick.mutate("take")}>{t("callback.take")}</Button>}
      {can.end && <Button size="small" type="primary" onClick={() => ask("done")}>{t("callback.reached")}…</Button>}
      {can.end && <Button size="small" onClick={() => ask("not_reached")}>{t("callback.missed")}…</Button>}
      {more.length > 0 && (
        <Dropdown trigger={["click"]} menu={{ items: more, onClick: ({ key }) => (key === "giveBack" ? quick.mutate("giveBack") : ask("withdrawn")) }}>
          <Button size="small" aria-label={t("callback.more")}>…</Button>
        </Dropdown>
      )}
      <Modal
        open={asked !== null} title={asked && t(`callback.ask.${asked}`)} destroyOnHidden okText={asked && t(`callback.ok.${asked}`)} cancelText={t("act.cancel")} confirmLoading={end.isPending}
        onCancel={() => setAsked(null)} onOk={() => asked && end.mutate(asked)}
      >
        {end.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(end.error))} className="door-fault" />}
        {asked === "not_reached" && <p className="callback-means">{t(callback.missed >= 2 ? "callback.lastTry" : "callback.triesAgain")}</p>}
        {asked !== "withdrawn" && <label className="callback-note">{t("callback.note")}<Input.TextArea autoFocus rows={3} maxLength={2000} value={note} onChange={(event) => setNote(event.target.value)} /></label>}
      </Modal>
    </span>
  );
}
