import { CheckOutlined, CloseOutlined, ExportOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useEffect, useId, useState, type ReactNode } from "react";
import { api, asFault, type Tour as Led, type TourStep } from "../../api";
import { keys } from "../../live";
import { Keys } from "../../ui/Keys";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { addressToTry, current } from "./rules";
import "./tour.css";

/** The first steps of a new house, above the desk. Nothing in it is ticked by
 * hand: the facts tick it, also while somebody looks elsewhere. */
export default function Tour({ tour, open }: { tour: Led; open: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const turn = useMutation({ mutationFn: api.me.leadMe, onSuccess: (answer) => client.setQueryData(keys.tour, answer), onError: (cause) => say.bad(faultWords(t, asFault(cause))) });
  const { mutate } = turn;
  const fresh = tour.state === "fresh";
  useEffect(() => { if (fresh) mutate("running"); }, [fresh, mutate]);
  const now = current(tour.steps);
  const done = tour.steps.filter((each) => each.done).length;
  return (
    <section className="tour" aria-label={t("tour.title")}>
      <header className="tour-head">
        <h2>{t("tour.title")}</h2>
        <ol className="tour-steps">
          {tour.steps.map((each, at) => (
            <li key={each.name} className={each.done ? "is-done" : undefined} aria-current={each === now ? "step" : undefined}>
              <i aria-hidden>{each.done ? <CheckOutlined /> : at + 1}</i>
              <span className="tour-name">{t(`tour.step.${each.name}`)}</span><span className="sr">{t(each.done ? "tour.done" : "tour.open")}</span>
            </li>
          ))}
        </ol>
        <span className="tour-count num" aria-hidden>{done}/{tour.steps.length}</span>
        {now && <Button type="text" size="small" icon={<CloseOutlined aria-hidden />} aria-label={t("tour.later")} title={t("tour.later")} onClick={() => { mutate("put_away"); say.note(t("tour.laterMeans")); }} />}
      </header>
      <div className="tour-now" aria-live="polite">
        {now ? <Now step={now.name} tour={tour} isOpen={tour.conversation !== "" && tour.conversation === open} /> : <Over tour={tour} end={() => mutate("finished")} />}
      </div>
    </section>
  );
}

function Now({ step, tour, isOpen }: { step: TourStep; tour: Led; isOpen: boolean }) {
  const { t } = useWords();
  const navigate = useNavigate();
  switch (step) {
    case "channel":
      return <Naming />;
    case "arrived": {
      const { channel } = tour;
      if (!channel) return <Naming />;
      const address = addressToTry(channel);
      return address
        ? (
          <Say text={t("tour.arrived")}>
            <a className="as-button is-primary" href={address} target="_blank" rel="noopener" onClick={() => void navigate({ to: "/desk/$view", params: { view: "unassigned" }, search: {} })}>{t("tour.try")} <ExportOutlined aria-hidden /></a>
          </Say>
        )
        : <Say text={t("tour.arrivedBy", { name: channel.name })}><Link className="as-button" to="/settings/channels/$id" params={{ id: channel.id }}>{channel.name}</Link></Say>;
    }
    case "seen":
      return <Say text={t("tour.seen")}><Go conversation={tour.conversation} primary /></Say>;
    case "answered":
      return <Say text={<>{t("tour.answered")} {isOpen && <Keys keys="r" />}</>}>{!isOpen && <Go conversation={tour.conversation} />}</Say>;
    case "resolved":
      return <Say text={<>{t("tour.resolved")} {isOpen && <Keys keys="e" />}</>}>{!isOpen && <Go conversation={tour.conversation} />}</Say>;
  }
}

function Say({ text, children }: { text: ReactNode; children?: ReactNode }) {
  return <><p>{text}</p>{children}</>;
}

function Go({ conversation, primary = false }: { conversation: string; primary?: boolean }) {
  const { t } = useWords();
  return <Link className={primary ? "as-button is-primary" : "as-button"} to="/desk/$view" params={{ view: "all" }} search={{ c: conversation }}>{t("tour.go")}</Link>;
}

/** A name, one button, and customers have a way in. */
function Naming() {
  const { t } = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const id = useId();
  const add = useMutation({
    mutationFn: api.channels.add,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.channels });
      void client.invalidateQueries({ queryKey: keys.tour });
    },
  });
  return (
    <form className="tour-naming" onSubmit={(event) => { event.preventDefault(); if (name.trim()) add.mutate({ kind: "webchat", name: name.trim() }); }}>
      <label htmlFor={id}>{t("tour.channel")}</label>
      <Input id={id} value={name} maxLength={80} autoComplete="organization" placeholder={t("tour.shopHint")} onChange={(event) => setName(event.target.value)} />
      <Button type="primary" htmlType="submit" disabled={!name.trim()} loading={add.isPending}>{t("tour.make")}</Button>
      {add.error && <p role="alert" className="bad">{faultWords(t, asFault(add.error))}</p>}
    </form>
  );
}

function Over({ tour, end }: { tour: Led; end: () => void }) {
  const { t } = useWords();
  return (
    <>
      <p><b>{t("tour.over")}</b> {t("tour.next")}</p>
      <span className="tour-next">
        <Link to="/settings/staff">{t("tour.invite")}</Link>
        {tour.channel && <Link to="/settings/channels/$id" params={{ id: tour.channel.id }}>{t("tour.embed")}</Link>}
        <Link to="/settings/channels">{t("tour.mail")}</Link>
      </span>
      <Button type="primary" onClick={end}>{t("tour.end")}</Button>
    </>
  );
}
