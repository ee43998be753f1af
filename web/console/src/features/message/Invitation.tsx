import { CalendarOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { api, type InvitationCard, type Message } from "../../api";
import { useWords } from "../../words";
import { dateAndClock, range, sameClock } from "../../words/time";
import { useAct } from "./useAct";

const answers = [["accept", "accepted"], ["tentative", "tentative"], ["decline", "declined"]] as const;
const fewPeople = 4;

/** An event that a mail brings: when in the reader's zone, where, with whom; and the
 * answer to it. */
export default function Invitation({ message, event }: { message: Message; event: InvitationCard }) {
  const { t, locale } = useWords();
  const { busy, act } = useAct();
  const within = event.floating ? "UTC" : undefined;
  const when = range(locale, event.starts_at, event.ends_at, { days: event.all_day, ...(within && { within }) });
  const elsewhere = !event.all_day && !event.floating && event.zone !== "" && event.zone !== "UTC" && !sameClock(event.starts_at, event.zone);
  const over = event.state !== "standing";
  const called = (person: { name: string; address: string }) => person.name || person.address;
  const names = event.attendees.slice(0, fewPeople).map(called).join(locale === "en" ? ", " : "、");
  return (
    <section className={`invitation${over ? " is-over" : ""}`} aria-label={`${t("calendarEvent.title")}: ${event.summary}`}>
      <CalendarOutlined aria-hidden />
      <div>
        <p className="invitation-kind">{t(event.method === "request" ? "calendarEvent.title" : `calendarEvent.${event.method}`)}{event.repeats && ` · ${t(`calendarEvent.repeats.${event.repeats}`)}`}</p>
        <p className="invitation-what">{event.summary || t("calendarEvent.untitled")}</p>
        <p className="num">{when}{event.all_day && ` · ${t("calendarEvent.allDay")}`}</p>
        {elsewhere && <p className="invitation-quiet num">{t("calendarEvent.original", { zone: event.zone, when: range(locale, event.starts_at, event.ends_at, { within: event.zone }) })}</p>}
        {event.floating && <p className="invitation-quiet">{t("calendarEvent.floating")}</p>}
        {event.location && <p><span className="invitation-quiet">{t("calendarEvent.where")}</span> {event.location}</p>}
        {event.organizer.address && event.method !== "reply" && <p><span className="invitation-quiet">{t("calendarEvent.by")}</span> {called(event.organizer)}</p>}
        {event.method === "reply"
          ? event.attendees.map((each) => <p key={each.address}>{t("calendarEvent.theirs", { who: called(each), part: t(`calendarEvent.part.${each.part.toLowerCase()}`, { defaultValue: each.part }) })}</p>)
          : event.attendees.length > 0 && <p><span className="invitation-quiet">{t("calendarEvent.with")}</span> {event.attendees.length > fewPeople ? t("calendarEvent.people", { total: event.attendees.length, names }) : names}</p>}
        {over && event.method !== "reply" && <p className="invitation-over">{t(`calendarEvent.${event.state}`)}</p>}
        {event.part && event.answered_at && <p>{t("calendarEvent.answered", { who: event.answered_by, part: t(`calendarEvent.part.${event.part}`), when: dateAndClock(locale, event.answered_at, Date.now()) })}</p>}
        {event.can_answer && (
          <p className="invitation-acts">
            {event.part && <span className="invitation-quiet">{t("calendarEvent.change")}</span>}
            {answers.filter(([, part]) => part !== event.part).map(([name, part]) => (
              <Button key={name} size="small" type={name === "accept" && !event.part ? "primary" : "default"} disabled={busy} onClick={() => act(api.messages.answerInvitation(message.id, event.place, part))}>{t(`calendarEvent.${name}`)}</Button>
            ))}
          </p>
        )}
      </div>
    </section>
  );
}
