import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Input, Modal, Select } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { callbacks, type CallbackWindow } from "../../api/callbacks";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { clock, zoneHere } from "../../words/time";
import "./callback.css";

/** A customer said that they want to be called. */
export default function CallbackForm({ conversation, close }: { conversation: string; close: () => void }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const zone = zoneHere();
  const windows = useQuery({ queryKey: ["callback-windows", zone], queryFn: () => callbacks.windows(zone) });
  const [phone, setPhone] = useState("");
  const [chosen, setChosen] = useState<string>();
  const key = (each: CallbackWindow) => `${each.day} ${each.part}`;
  const list = windows.data?.items ?? [];
  const at = list.find((each) => key(each) === chosen) ?? list[0];
  const ask = useMutation({
    mutationFn: () => callbacks.ask(conversation, { phone, day: at?.day ?? "today", part: at?.part ?? "any", time_zone: zone }),
    onSuccess: () => { close(); return client.invalidateQueries({ queryKey: keys.callbacks }); },
  });
  return (
    <Modal open title={t("callback.write")} okText={t("callback.writeDown")} cancelText={t("act.cancel")} confirmLoading={ask.isPending} okButtonProps={{ disabled: !at || phone.trim() === "" }} onCancel={close} onOk={() => ask.mutate()}>
      {ask.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(ask.error))} className="door-fault" />}
      <label className="callback-note">{t("callback.phone")}<Input autoFocus type="tel" value={phone} maxLength={40} onChange={(event) => setPhone(event.target.value)} /></label>
      <label className="callback-note">{t("callback.when")}<Select value={at && key(at)} onChange={setChosen} options={list.map((each) => ({ value: key(each), label: `${t(`callback.day.${each.day}`)} ${t(`callback.part.${each.part}`)} ${clock(locale, each.from)}–${clock(locale, each.until)}` }))} /></label>
      <p className="callback-means">{t("callback.keeps")}</p>
    </Modal>
  );
}
