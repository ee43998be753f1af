import { CustomerServiceOutlined, QuestionCircleOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { asFault, type Conversation } from "../../api";
import { company, type Company, type Help } from "../../api/company";
import { keys } from "../../live";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { span } from "../../words/time";
import "./company.css";

interface Props { conversation: Conversation; me: string; it: Company }

/** Who asks for help here, who joined, and a word to whoever chats. */
export default function Shown({ conversation, me, it }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const [whispering, setWhispering] = useState(false);
  const act = useMutation({
    mutationFn: (work: () => Promise<unknown>) => work(),
    onSettled: () => client.invalidateQueries({ queryKey: keys.company(conversation.id) }),
  });
  const run = (work: () => Promise<unknown>) => () => act.mutate(work);
  const button = (label: string, work: () => Promise<unknown>, primary = false) => (
    <Button size="small" type={primary ? "primary" : "default"} disabled={act.isPending} onClick={run(work)}>{label}</Button>
  );
  const { help, can } = it;
  const beside = it.companions.filter((each) => each.id !== me).map((each) => each.name);
  const joined = it.companions.some((each) => each.id === me);
  const whose = conversation.assignee?.name ?? "";
  return (
    <section className="company" aria-label={t("company.label")}>
      {help && (
        <div className={help.state === "open" ? "company-line is-open" : "company-line"} role="status">
          <QuestionCircleOutlined aria-hidden />
          <Asked help={help} me={me} />
          {can.take && button(t("company.take"), () => company.take(help.id), true)}
          {can.answer && button(t("company.answered"), () => company.end(help.id, "answered"), help.state === "taken")}
          {can.withdraw && button(t("company.withdraw"), () => company.end(help.id, "withdrawn"))}
        </div>
      )}
      {(beside.length > 0 || joined || can.join || can.whisper) && (
        <div className="company-line">
          <CustomerServiceOutlined aria-hidden />
          <span className={joined || beside.length > 0 ? "company-what" : "company-what is-empty"} role="status">
            {joined && whose && t("company.youBeside", { who: whose })} {beside.length > 0 && t("company.beside", { names: beside.join(t("list.and")) })}
          </span>
          {can.whisper && !whispering && <Button size="small" onClick={() => setWhispering(true)}>{t("company.whisper", { who: whose })}…</Button>}
          {can.join && button(t("company.join"), () => company.join(conversation.id))}
          {can.leave && button(t("company.leave"), () => company.leave(conversation.id))}
        </div>
      )}
      {act.error && <p className="company-fault" role="alert">{faultWords(t, asFault(act.error))}</p>}
      {can.whisper && whispering && <Whisper conversation={conversation.id} whose={whose} close={() => setWhispering(false)} />}
    </section>
  );
}

function Asked({ help, me }: { help: Help; me: string }) {
  const { t } = useWords();
  const now = useNow();
  const waits = span(t, now - Date.parse(help.at));
  const went = help.asked.map((each) => each.name).join(t("list.and"));
  return (
    <span className="company-what">
      <b>{help.asked_by.id === me ? t("company.mine", { reason: help.reason }) : t("company.asked", { who: help.asked_by.name, reason: help.reason })}</b>
      <span className="company-more">
        {help.taken_by ? t("company.takenBy", { who: help.taken_by.name }) : t("company.for", { span: waits })}
        {help.skill && ` · ${t("company.skill", { skill: help.skill.name })}`}
        {!help.taken_by && (went ? ` · ${t("company.went", { names: went })}` : ` · ${t("company.nobodyThere")}`)}
      </span>
    </span>
  );
}

function Whisper({ conversation, whose, close }: { conversation: string; whose: string; close: () => void }) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const say = useMutation({ mutationFn: () => company.whisper(conversation, text), onSuccess: () => setText("") });
  const label = t("company.whisper", { who: whose });
  return (
    <form className="company-whisper" onSubmit={(event) => { event.preventDefault(); if (text.trim() && !say.isPending) say.mutate(); }}>
      <Input
        autoFocus maxLength={1000} value={text} aria-label={label} placeholder={label} onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => { event.stopPropagation(); if (event.key === "Escape") close(); }}
      />
      <Button htmlType="submit" type="primary" disabled={!text.trim()} loading={say.isPending}>{t("company.say")}</Button>
      <Button onClick={close}>{t("act.done")}</Button>
      <p>{say.error ? <span role="alert" className="company-fault">{faultWords(t, asFault(say.error))}</span> : t("company.whisperHint", { who: whose })}</p>
    </form>
  );
}
