import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Alert, Button, Input, Select } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { calendars, type Calendar as Saved, type Hours } from "../../api/calendars";
import { useOnce } from "../../api/useOnce";
import { Attempt } from "../../features/calendar/Attempt";
import { Bring } from "../../features/calendar/Bring";
import { DayForm } from "../../features/calendar/DayForm";
import { spansOf, withExceptions, withoutException, written } from "../../features/calendar/rules";
import { YearView } from "../../features/calendar/YearView";
import "../../features/calendar/calendar.css";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { Empty } from "../../ui/Faces";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { Table } from "../../ui/Table";
import { zones } from "../../ui/zones";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { weekday, zoneHere } from "../../words/time";

const office = [{ from: "09:00", to: "18:00" }];

/** One calendar: its week, its year, and what would be due when. */
export default function Calendar() {
  const { t } = useWords();
  const { permissions } = useMe();
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery({ queryKey: keys.calendars, queryFn: calendars.list });
  const fresh: Saved = { id: "", name: "", hours: { zone: zoneHere(), week: [[], office, office, office, office, office, []], exceptions: [] }, version: 0, open: false, until: null, can: { change: permissions.includes("routing.manage") } };
  return (
    <>
      <p className="crumb"><Link to="/settings/calendars">{t("settings.calendars")}</Link></p>
      <Loaded query={query} refused={t("staff.refused")}>{(page) => {
        const calendar = id === "new" ? fresh : page.items.find((each) => each.id === id);
        return calendar ? <Editor key={id} calendar={calendar} /> : <Empty title={t("calendar.missing")} why={t("calendar.missingWhy")} />;
      }}</Loaded>
    </>
  );
}

interface Draft { name: string; hours: Hours; week: string[] }
const drafted = ({ name, hours }: Saved): Draft => ({ name, hours, week: hours.week.map(written) });

function Editor({ calendar }: { calendar: Saved }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const once = useOnce();
  const [base, setBase] = useState(calendar);
  const [draft, setDraft] = useState(() => drafted(calendar));
  const [year, setYear] = useState(Number(new Date(useNow()).toISOString().slice(0, 4)));
  const [picked, setPicked] = useState<string | null>(null);
  const changed = JSON.stringify(draft) !== JSON.stringify(drafted(base));
  if (!changed && calendar.version > base.version) { // a colleague saved it, and nothing of ours is lost
    setBase(calendar);
    setDraft(drafted(calendar));
  }
  const read = draft.week.map(spansOf);
  const good = read.every((each) => each !== null);
  const hours: Hours = { ...draft.hours, week: read.map((each, n) => each ?? base.hours.week[n] ?? []) };
  const set = (next: Hours) => setDraft({ ...draft, hours: { ...next, week: draft.hours.week } });
  const save = useMutation({
    mutationFn: () => (base.version === 0 ? calendars.add({ name: draft.name, hours }, once(draft.name)) : calendars.change(base.id, { name: draft.name, hours, version: base.version })),
    onSuccess: async (saved) => {
      setBase(saved);
      setDraft(drafted(saved));
      await client.invalidateQueries({ queryKey: keys.calendars });
      say.done(t("act.saved"));
      if (base.version === 0) void navigate({ to: "/settings/calendars/$id", params: { id: saved.id }, replace: true });
    },
  });
  const may = calendar.can.change;
  return (
    <Page title={base.name || t("calendar.add")} lead={t("calendar.lead")} wide>
      <div className="calendar-top">
        <label>{t("calendar.name")}<Input value={draft.name} maxLength={60} disabled={!may} onChange={(event) => setDraft({ ...draft, name: event.target.value })} /></label>
        <label>{t("calendar.zone")}<Select showSearch disabled={!may} aria-label={t("calendar.zone")} value={hours.zone} options={zones().map((zone) => ({ value: zone, label: zone }))} onChange={(zone) => set({ ...draft.hours, zone })} /></label>
      </div>
      <Section title={t("calendar.week")} lead={t("calendar.weekLead")}>
        {[1, 2, 3, 4, 5, 6, 0].map((day) => (
          <label key={day} className="week-row">
            <span>{weekday(locale, day || 7)}</span>
            <Input
              value={draft.week[day] ?? ""} disabled={!may} placeholder={t("calendar.closedDay")} status={read[day] === null ? "error" : ""} aria-invalid={read[day] === null}
              onChange={(event) => setDraft({ ...draft, week: draft.week.map((each, n) => (n === day ? event.target.value : each)) })}
            />
            {read[day] === null && <span className="field-wrong" role="alert">{t("calendar.hoursUnread")}</span>}
          </label>
        ))}
      </Section>
      <Section title={t("calendar.year")} lead={t("calendar.yearLead")} acts={may && <Button onClick={() => setPicked("")}>{t("calendar.addDay")}</Button>}>
        {may && <Bring hours={hours} year={year} take={(more) => set(withExceptions(draft.hours, more))} />}
        <YearView hours={hours} year={year} setYear={setYear} pick={(date) => may && setPicked(date)} />
      </Section>
      <Section title={t("calendar.attempt")} lead={t("calendar.attemptLead")}><Attempt hours={hours} year={year} /></Section>
      <Section title={t("calendar.exceptionsOf", { year })}>
        <div id="exceptions">
          <Table
            label={t("calendar.exceptionsOf", { year })} rows={hours.exceptions.filter((each) => each.date.startsWith(`${year}-`))} rowKey={(row) => row.date}
            columns={[
              { key: "date", title: t("calendar.date"), cell: (row) => <span className="num">{row.date}</span> },
              { key: "name", title: t("calendar.dayName"), cell: (row) => row.name || t("calendar.unnamed") },
              { key: "hours", title: t("calendar.hours"), cell: (row) => written(row.spans) || t("calendar.closedDay") },
              { key: "acts", title: t("table.acts"), align: "end", cell: (row) => may && <span className="row-acts"><Button size="small" onClick={() => setPicked(row.date)}>{t("act.edit")}</Button><Button size="small" type="text" danger onClick={() => set(withoutException(draft.hours, row.date))}>{t("act.remove")}</Button></span> },
            ]}
          />
        </div>
      </Section>
      {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} />}
      {may && (
        <div className="calendar-save">
          <Button type="primary" disabled={!changed || !good || draft.name.trim() === ""} loading={save.isPending} onClick={() => save.mutate()}>{t("act.save")}</Button>
          {changed && base.version > 0 && <Button type="text" onClick={() => { setBase(calendar); setDraft(drafted(calendar)); save.reset(); }}>{t("calendar.undo")}</Button>}
          {changed && <span className="faint" role="status">{t("calendar.unsaved")}</span>}
        </div>
      )}
      {picked !== null && <DayForm key={picked} hours={hours} date={picked} save={(one) => set(withExceptions(draft.hours, [one]))} usual={(date) => set(withoutException(draft.hours, date))} close={() => setPicked(null)} />}
    </Page>
  );
}
