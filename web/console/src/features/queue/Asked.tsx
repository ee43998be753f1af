import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Dropdown, type MenuProps } from "antd";
import { useEffect, useState } from "react";
import { asFault } from "../../api";
import { routing, type Asked as Offer, type Refusal } from "../../api/routing";
import { CommandButton } from "../../commands/CommandButton";
import { useOffers } from "../../commands/registry";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { span } from "../../words/time";
import { useWords } from "../../words";
import { useQueueWords } from "./useQueueWords";
import { whyWords } from "../../words/why";
import "./asked.css";

const refusals: Refusal[] = ["busy", "not_mine", "know_them", "other"];

/** Somebody waits, and one is asked whether one takes them: who, why oneself, and
 * how long the question stands. */
export default function Asked({ offer }: { offer: Offer }) {
  const { t, locale } = useWords();
  const { reason } = useQueueWords();
  const now = useNow();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [choosing, setChoosing] = useState(false);
  const left = useSecondsLeft(offer);
  const over = () => client.invalidateQueries({ queryKey: keys.offers });
  const refused = (cause: unknown) => { say.bad(faultWords(t, asFault(cause))); void over(); };
  const accept = useMutation({
    mutationFn: () => routing.accept(offer.id),
    onSuccess: (it) => { void over(); void navigate({ to: "/desk/$view", params: { view: "mine" }, search: { c: it.id } }); },
    onError: refused,
  });
  const refuse = useMutation({ mutationFn: (because: Refusal) => routing.refuse(offer.id, because), onSuccess: over, onError: refused });
  const busy = accept.isPending || refuse.isPending;
  const yes = { name: "offer.accept", keys: "y", enabled: !busy, run: () => accept.mutate() };
  const no = { name: "offer.refuse", keys: "d", enabled: !busy, run: () => setChoosing(true) };
  useOffers([yes, no]);
  const it = offer.conversation;
  const items: MenuProps["items"] = refusals.map((key) => ({ key, label: t(`refusal.${key}`) }));
  return (
    <section className="asked" role="alertdialog" aria-labelledby="asked-title" aria-describedby="asked-why">
      <header>
        <h2 id="asked-title">{t("offer.title")}</h2>
        <span className="asked-left num" role="timer" aria-label={t("offer.left", { count: left })}>{t("offer.seconds", { count: left })}</span>
      </header>
      <p className="asked-who"><b>{it.contact.name || t("contact.nameless")}</b> <span>{it.subject || it.preview}</span></p>
      <p id="asked-why" className="asked-why">
        {t("offer.waits", { span: span(t, now - Date.parse(offer.arrived)) })}
        {offer.reasons.length > 0 && <> · {offer.reasons.map(reason).join(t("list.and"))}</>}
        {offer.why.length > 0 && <><br />{t("offer.whyYou", { why: offer.why.map((each) => whyWords(t, locale, each)).join(t("list.and")) })}</>}
      </p>
      <p className="asked-acts">
        <CommandButton offer={yes} type="primary" loading={accept.isPending} />
        <Dropdown open={choosing} onOpenChange={setChoosing} trigger={["click"]} menu={{ items, autoFocus: true, onClick: ({ key }) => { setChoosing(false); refuse.mutate(key as Refusal); } }}>
          <span><CommandButton offer={no} /></span>
        </Dropdown>
      </p>
      <i className="asked-bar" aria-hidden style={{ animationDuration: `${offer.seconds_left}s` }} />
    </section>
  );
}

/** Counts by this browser's clock from what was left by the server's. */
function useSecondsLeft(offer: Offer): number {
  const [until] = useState(() => performance.now() + offer.seconds_left * 1000);
  const [left, setLeft] = useState(Math.ceil(offer.seconds_left));
  useEffect(() => {
    const tick = setInterval(() => setLeft(Math.max(0, Math.ceil((until - performance.now()) / 1000))), 250);
    return () => clearInterval(tick);
  }, [until]);
  return left;
}
