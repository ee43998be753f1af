import { useQuery } from "@tanstack/react-query";
import { Alert, Modal, Select } from "antd";
import { useState } from "react";
import { api } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { counted } from "../../words/counted";
import { useStepWords } from "./useStepWords";

/** Choose a macro for many conversations, with what it does and what stays done. */
export default function MacroForMany({ count, run, close }: { count: number | string | undefined; run: (macro: string) => void; close: () => void }) {
  const { t } = useWords();
  const words = useStepWords();
  const query = useQuery({ queryKey: keys.macros, queryFn: api.macros.list, staleTime: 60_000 });
  const [id, setId] = useState("");
  const macro = query.data?.items.find((each) => each.id === id);
  const replies = macro?.steps.some((each) => each.kind === "reply");
  return (
    <Modal
      open title={t("bulk.macroFor", counted(count))} onCancel={close} cancelText={t("act.cancel")} okText={t("macro.run")}
      okButtonProps={{ disabled: !macro, danger: replies }} onOk={() => { if (macro) run(macro.id); }}
    >
      <Loaded query={query} rows={2}>{(page) => page.items.length === 0 ? <p className="macro-none">{t("macro.none")}</p> : (
        <Select
          showSearch optionFilterProp="label" autoFocus style={{ width: "100%" }} aria-label={t("macro.find")} placeholder={t("macro.find")} value={id || undefined} onChange={setId}
          options={page.items.map((each) => ({ value: each.id, label: each.name }))}
        />
      )}</Loaded>
      {macro && (
        <section className="macro-plan">
          <ol>{macro.steps.map((each, at) => <li key={at}><span>{words(each)}{each.text && <q className="macro-text">{each.text}</q>}</span></li>)}</ol>
          <p>{t("bulk.macroMeans")}</p>
          {replies && <Alert type="warning" showIcon title={t("bulk.macroReplies")} />}
        </section>
      )}
    </Modal>
  );
}
