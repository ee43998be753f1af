import { CheckCircleOutlined, CloseCircleOutlined, MinusCircleOutlined, SyncOutlined, WarningOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { health, type ChannelState, type HealthCard } from "../../api/health";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Loaded } from "../../ui/Loaded";
import { useWords } from "../../words";
import { day, exact } from "../../words/time";
import { useNow } from "../../words/now";
import { TroubleLines } from "./TroubleLines";

const marks: Record<ChannelState, [typeof WarningOutlined, string]> = {
  ok: [CheckCircleOutlined, "good"], troubled: [WarningOutlined, "warn"], broken: [CloseCircleOutlined, "bad"], closed: [MinusCircleOutlined, "faint"],
};

export function HealthMark({ state }: { state: ChannelState }) {
  const { t } = useWords();
  const [Icon, tone] = marks[state];
  return <span className={tone}><Icon aria-hidden /> {t(`health.state.${state}`)}</span>;
}

/** How a channel is now, with the figures behind it, and how it was. */
export function Health({ channel }: { channel: string }) {
  const query = useQuery({ queryKey: keys.healthOf(channel), queryFn: () => health.get(channel), refetchInterval: 15_000 });
  return <Loaded query={query} rows={3}>{(card) => <Card card={card} />}</Loaded>;
}

function Card({ card }: { card: HealthCard }) {
  const { t } = useWords();
  return (
    <div className="stack">
      <p>{card.state === "ok" && (card.in?.failing_since ?? card.out?.failing_since) ? <span className="warn"><SyncOutlined aria-hidden /> {t("health.trying")}</span> : <HealthMark state={card.state} />}</p>
      <TroubleLines troubles={card.troubles} />
      {[...new Set(card.told.map((each) => t(each.state === "left" ? "health.told" : `health.notTold.${each.reason}`, { name: each.name, by: each.by })))].map((each) => <p key={each} className="faint">{each}</p>)}
      <Figures card={card} />
      {card.past.length > 0 && (
        <details>
          <summary>{t("health.past")}</summary>
          <ul className="rows">
            {card.past.map((each) => (
              <li key={each.id} className="mail-line">
                {t(`health.part.${each.part}`)} <span className="faint">{each.means}</span>{" "}
                <span className="faint"><Ago at={each.since} /> – {each.over_at && <Ago at={each.over_at} />}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Figures({ card }: { card: HealthCard }) {
  const { t, locale } = useWords();
  const now = useNow();
  const { in: incoming, out, grant } = card;
  const at = (instant: string | null) => (instant ? <Ago at={instant} /> : t("channels.never"));
  const figures = [
    ["lastIn", at(card.last_inbound_at)],
    ["lastOut", at(card.last_outbound_at)],
    incoming && ["backlog", <span className="num">{incoming.backlog}</span>],
    incoming?.failing_since && ["failingIn", <Ago at={incoming.failing_since} />],
    incoming?.next_at && incoming.failing_since && ["nextIn", <time title={exact(locale, incoming.next_at)}>{clock(locale, incoming.next_at)}</time>],
    out && ["waiting", <span className="num">{out.waiting}</span>],
    out?.oldest_at && ["oldest", <Ago at={out.oldest_at} />],
    out?.failing_since && ["failingOut", <Ago at={out.failing_since} />],
    grant?.access_until && ["access", <time title={exact(locale, grant.access_until)}>{clock(locale, grant.access_until)}</time>],
    grant?.secret_until && ["secret", day(t, locale, grant.secret_until, now)],
  ].filter((each) => Array.isArray(each)) as [string, React.ReactNode][];
  return <dl className="figures">{figures.map(([name, value]) => <div key={name}><dt>{t(`health.figure.${name}`)}</dt><dd>{value}</dd></div>)}</dl>;
}

function clock(locale: string, instant: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));
}
