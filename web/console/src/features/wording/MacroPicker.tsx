import { CheckOutlined, MinusOutlined, StopOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Alert, Button, Modal } from "antd";
import { useMemo, useRef, useState } from "react";
import { api, asFault, type Conversation, type Macro } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { Shimmer } from "../../ui/Faces";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useStepWords } from "./useStepWords";

/** Choose a macro, see what it would do here and why, do it. */
export default function MacroPicker({ conversation, close, onApplied }: { conversation: Conversation; close: () => void; onApplied: (conversation: Conversation) => void }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.macros, queryFn: api.macros.list, staleTime: 60_000 });
  const [wanted, setWanted] = useState("");
  const [at, setAt] = useState(0);
  const found = useMemo(() => (query.data?.items ?? []).filter((each) => each.name.toLowerCase().includes(wanted.trim().toLowerCase())), [query.data, wanted]);
  const chosen = found[Math.min(at, Math.max(0, found.length - 1))];
  const plan = useQuery({
    queryKey: keys.macroPlan(conversation.id, chosen?.id ?? ""), queryFn: () => api.macros.preview(conversation.id, chosen!.id), enabled: Boolean(chosen), staleTime: 5_000, gcTime: 0,
  });
  const refused = plan.data?.items.some((each) => each.effect === "refused") ?? true;
  const once = useRef(crypto.randomUUID());
  const apply = useMutation({
    mutationFn: (macro: Macro) => api.macros.apply(conversation.id, macro.id, `${once.current}:${macro.id}`),
    onSuccess: (answer, macro) => {
      onApplied(answer.conversation);
      say.done(t("macro.done", { name: macro.name }));
      close();
    },
  });
  const go = () => { if (chosen && !refused && !apply.isPending) apply.mutate(chosen); };
  return (
    <Modal
      open width={640} title={t("command.macro.open")} onCancel={close} cancelText={t("act.cancel")} okText={t("macro.run")}
      okButtonProps={{ disabled: !chosen || refused, loading: apply.isPending }} onOk={go} className="macro-picker"
    >
      <Loaded query={query} rows={4}>{(page) => page.items.length === 0 ? <p className="macro-none">{t("macro.none")}</p> : (
        <>
          <input
            className="palette-box" role="combobox" aria-expanded aria-controls="macro-list" aria-label={t("macro.find")} placeholder={t("macro.find")} value={wanted}
            aria-activedescendant={chosen && `macro-${chosen.id}`} ref={(box) => { if (box && !box.dataset["met"]) { box.dataset["met"] = "1"; setTimeout(() => box.focus()); } }}
            onChange={(event) => { setWanted(event.target.value); setAt(0); apply.reset(); }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
              else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
              else if (event.key === "Enter") go();
              else return;
              event.preventDefault();
            }}
          />
          <ul id="macro-list" role="listbox" aria-label={t("settings.macros")} className="macro-list">
            {found.map((each, index) => (
              <li key={each.id} id={`macro-${each.id}`} role="option" aria-selected={each === chosen} onClick={() => { setAt(index); apply.reset(); }}>
                <span>{each.name}</span><span className="picker-more">{t(`wording.scope.${each.scope}`)}</span>
              </li>
            ))}
          </ul>
          {apply.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(apply.error))} />}
          {chosen && (plan.data ? <Plan plan={plan.data.items} /> : plan.error ? <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(plan.error))} action={<Button size="small" onClick={() => void plan.refetch()}>{t("face.retry")}</Button>} /> : <Shimmer rows={3} height={20} />)}
        </>
      )}</Loaded>
    </Modal>
  );
}

const signs = { does: CheckOutlined, nothing: MinusOutlined, refused: StopOutlined };

function Plan({ plan }: { plan: { effect: "does" | "nothing" | "refused"; because: string; text: string; missing: string[]; step: Macro["steps"][number] }[] }) {
  const { t } = useWords();
  const words = useStepWords();
  return (
    <section className="macro-plan" aria-label={t("macro.plan")}>
      <h3>{t("macro.plan")}</h3>
      <ol>
        {plan.map((each, index) => {
          const Sign = signs[each.effect];
          return (
            <li key={index} className={`is-${each.effect}`}>
              <Sign aria-hidden />
              <span>
                {words(each.step)}
                {each.because && <em> {t(`macro.because.${each.because}`, { names: each.missing.map((name) => `{{${name}}}`).join(t("list.and")) })}</em>}
                {each.text && <q className="macro-text">{each.text}</q>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
