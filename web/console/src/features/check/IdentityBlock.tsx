import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, MinusCircleOutlined, QuestionCircleOutlined, WarningFilled } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { lazy, Suspense, useEffect, useState } from "react";
import { asFault } from "../../api";
import { identityCheck, type IdentityCheck } from "../../api/identityCheck";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Broken, Shimmer } from "../../ui/Faces";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { clock } from "../../words/time";
import "./check.css";
import { looks } from "./rules";

const AddressChoice = lazy(() => import("./AddressChoice")); // most have one address

/** Whether the customer has shown who they are, and the way to let them. */
export default function IdentityBlock({ conversation }: { conversation: string }) {
  const { t } = useWords();
  const query = useQuery({ queryKey: keys.identityCheck(conversation), queryFn: () => identityCheck.get(conversation), staleTime: 30_000 });
  return (
    <section className="panel-block check" aria-label={t("identityCheck.title")}>
      <h3>{t("identityCheck.title")}</h3>
      {query.isPending ? <Shimmer rows={2} height={18} />
        : !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />
        : <Standing key={conversation} conversation={conversation} check={query.data} />}
    </section>
  );
}

const icons = { plain: QuestionCircleOutlined, waits: ClockCircleOutlined, good: CheckCircleFilled, warn: WarningFilled, bad: CloseCircleFilled, none: MinusCircleOutlined };

function Standing({ conversation, check }: { conversation: string; check: IdentityCheck }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [to, setTo] = useState("");
  const [code, setCode] = useState("");
  const key = keys.identityCheck(conversation);
  const settled = (next: IdentityCheck) => { client.setQueryData(key, next); setCode(""); };
  const send = useMutation({ mutationFn: () => identityCheck.send(conversation, to || check.addresses[0]?.id || ""), onSuccess: settled });
  // A wrong code is a try: what is left, and whether the code still counts, is asked anew.
  const answer = useMutation({ mutationFn: () => identityCheck.answer(conversation, code), onSuccess: settled, onError: () => { setCode(""); void client.invalidateQueries({ queryKey: key }); } });
  const refuse = useMutation({ mutationFn: () => identityCheck.refuse(conversation), onSuccess: settled });
  const all = [send, answer, refuse];
  const failed = all.find((each) => each.error)?.error;
  const act = (one: { mutate: () => void }) => () => { all.forEach((each) => each.reset()); one.mutate(); };
  useEffect(() => {
    if (!check.until || (check.state !== "sent" && check.state !== "passed")) return undefined;
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: keys.identityCheck(conversation) }), Math.max(1000, Date.parse(check.until) - Date.now() + 500));
    return () => clearTimeout(timer);
  }, [client, conversation, check.state, check.until]);

  const look = looks(check.state);
  const Icon = icons[look];
  return (
    <>
      <p className={`check-state is-${look}`} role="status"><Icon aria-hidden /> <span>{t(`identityCheck.state.${check.state}`)}</span> {check.ended_at ? <Ago at={check.ended_at} /> : check.at && <Ago at={check.at} />}</p>
      <Told check={check} />
      {check.can.answer && (
        <form className="check-answer" onSubmit={(event) => { event.preventDefault(); if (code.trim()) act(answer)(); }}>
          <Input size="small" inputMode="numeric" autoComplete="off" maxLength={12} value={code} aria-label={t("identityCheck.code")} placeholder={t("identityCheck.digits")} onChange={(event) => setCode(event.target.value)} />
          <Button size="small" htmlType="submit" disabled={!code.trim()} loading={answer.isPending}>{t("identityCheck.compare")}</Button>
        </form>
      )}
      {failed && <p className="check-fault" role="alert">{faultWords(t, asFault(failed))}</p>}
      {check.can.ask && check.state !== "passed" && (
        check.addresses.length > 1
          ? <Suspense fallback={<Shimmer rows={1} height={24} />}><AddressChoice list={check.addresses} to={to} choose={setTo} /></Suspense>
          : check.state !== "sent" && <p className="check-hint">{t("identityCheck.address")} <span className="break">{check.addresses[0]!.value}</span></p>
      )}
      {check.state !== "passed" && (check.ask_refused === "no_address" || check.ask_refused === "too_many") && <p className="check-hint">{t(`identityCheck.hindered.${check.ask_refused}`)}</p>}
      {check.state !== "passed" && (check.can.ask || check.can.refuse) && (
        <p className="check-acts">
          {check.can.ask && <Button size="small" type={check.state === "sent" ? "link" : "default"} loading={send.isPending} onClick={act(send)}>{t(check.state === "none" || check.state === "refused" ? "identityCheck.ask" : "identityCheck.again")}</Button>}
          {check.can.refuse && <Button size="small" type="link" loading={refuse.isPending} onClick={act(refuse)}>{t("identityCheck.refuse")}</Button>}
        </p>
      )}
    </>
  );
}

/** What the state means, in whole sentences. */
function Told({ check }: { check: IdentityCheck }) {
  const { t, locale } = useWords();
  const { address } = check;
  const time = check.until ? clock(locale, check.until) : "";
  switch (check.state) {
    case "sent":
      return (
        <>
          <p>{t(check.left_at ? "identityCheck.sentTo" : "identityCheck.leaving", { address })}</p>
          <p className="num">{t("identityCheck.counts", { time, count: check.tries_left })}</p>
          <p className="check-hint">{t("identityCheck.itself")}</p>
        </>
      );
    case "passed":
      return (
        <>
          <p>{t("identityCheck.passedUntil", { address, time })}</p>
          <p className="check-hint">{check.ended_by ? t("identityCheck.byStaff", { who: check.ended_by.name || t("timeline.somebody") }) : t("identityCheck.byMessage")}</p>
        </>
      );
    case "unsent":
      return check.reason ? <p>{t(`identityCheck.reason.${check.reason}`, { address })}</p> : null;
    case "failed":
    case "refused":
      return <p>{t("identityCheck.tellNothing")}</p>;
    default:
      return null;
  }
}
