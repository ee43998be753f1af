import { AlertOutlined, BellOutlined, ExpandOutlined, CompressOutlined, CheckCircleOutlined, CheckOutlined, ClockCircleOutlined, CloseCircleOutlined, CommentOutlined, MessageOutlined, MoonOutlined, QuestionCircleOutlined, RollbackOutlined, TagOutlined, UserSwitchOutlined, UsergroupAddOutlined, WarningOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useEffect, type KeyboardEvent } from "react";
import { api, asFault, type Notice, type NoticeKind } from "../../api";
import { keys } from "../../live";
import { Ago } from "../../ui/Ago";
import { Broken, Empty, Shimmer } from "../../ui/Faces";
import { over } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { day, sameDay } from "../../words/time";
import { byDay } from "./rules";
import { noticeWords } from "./noticeWords";
import { useOpening } from "./useOpening";
import "./notification.css";

const icons: Record<NoticeKind, typeof TagOutlined> = { mentioned: TagOutlined, assigned: UserSwitchOutlined, replied: CommentOutlined, returned: RollbackOutlined, awake: ClockCircleOutlined, failed: CloseCircleOutlined, risk: AlertOutlined, help: QuestionCircleOutlined, joined: UsergroupAddOutlined, whispered: MessageOutlined, overflowed: ExpandOutlined, eased: CompressOutlined, troubled: WarningOutlined, recovered: CheckCircleOutlined };

/** Everything that concerned me, newest first, as far back as it is kept. */
export default function NotificationDrawer({ close }: { close: () => void }) {
  const { t, locale } = useWords();
  const now = useNow();
  const navigate = useNavigate();
  const client = useQueryClient();
  const open = useOpening();
  const { what, with: whom, about } = noticeWords(t);
  useEffect(() => over(({ notification }) => notification.destroy()), []); // what was said in the corner stands here
  const query = useInfiniteQuery({
    queryKey: keys.allNotifications, initialPageParam: "",
    queryFn: ({ pageParam }) => api.notifications.list({ limit: 30, after: pageParam }),
    getNextPageParam: (page) => page.next || undefined, staleTime: 0,
  });
  const see = useMutation({
    mutationFn: api.notifications.see,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.notifications }),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const notices = query.data?.pages.flatMap((page) => page.items) ?? [];
  const lead = (notice: Notice) => {
    close();
    if (!notice.seen_at) see.mutate({ ids: [notice.id] });
    open({ kind: notice.kind, conversation: notice.conversation?.id, channel: notice.channel?.id, queue: notice.queue?.id, message_id: notice.message_id });
  };
  return (
    <Drawer
      open onClose={close} title={t("notification.title")} placement="left" size={Math.min(420, window.innerWidth)} className="notices"
      extra={(query.data?.pages[0]?.unseen ?? 0) > 0 && <Button size="small" icon={<CheckOutlined aria-hidden />} loading={see.isPending} onClick={() => see.mutate({})}>{t("notification.seeAll")}</Button>}
      footer={<Button type="link" size="small" onClick={() => { close(); void navigate({ to: "/settings/notifications" }); }}>{t("notification.choose")}</Button>}
    >
      {query.isPending ? <Shimmer rows={6} height={52} gap={14} />
        : !query.data ? <Broken fault={asFault(query.error)} retry={() => void query.refetch()} what={t("notification.broken")} />
        : notices.length === 0 ? <Empty icon={<BellOutlined />} title={t("notification.empty")} why={t("notification.emptyWhy")} />
        : (
          <div onKeyDown={walk}>
            {byDay(notices, sameDay).map((each) => (
              <section key={each.at} className="notice-day" aria-label={day(t, locale, each.at, now)}>
                <h3>{day(t, locale, each.at, now)}</h3>
                {each.about.map(({ subject, notices: lines }) => (
                  <div key={subject} className="notice-about" role="group" aria-label={`${whom(lines[0]!)} ${about(lines[0]!)}`}>
                    <p title={about(lines[0]!)}><b>{whom(lines[0]!)}</b> <span>{about(lines[0]!)}</span></p>
                    <ul>{lines.map((notice) => <Line key={notice.id} notice={notice} words={what(notice)} lead={() => lead(notice)} see={() => see.mutate({ ids: [notice.id] })} />)}</ul>
                  </div>
                ))}
              </section>
            ))}
            {query.hasNextPage && <Button block type="text" size="small" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t("notification.older")}</Button>}
          </div>
        )}
    </Drawer>
  );
}

function Line({ notice, words, lead, see }: { notice: Notice; words: string; lead: () => void; see: () => void }) {
  const { t } = useWords();
  const Icon = icons[notice.kind];
  const isNew = !notice.seen_at;
  return (
    <li className={`notice-line is-${notice.kind}${isNew ? " is-new" : ""}`}>
      <button type="button" className="notice-open" onClick={lead}>
        <Icon aria-hidden />
        <span>{isNew && <span className="sr">{t("notification.new")} </span>}{words}</span>
        {notice.held && <MoonOutlined role="img" aria-label={t("notification.held")} title={t("notification.held")} />}
        <Ago at={notice.at} />
      </button>
      {isNew && <Button size="small" type="text" icon={<CheckOutlined aria-hidden />} aria-label={t("notification.see", { what: words })} title={t("notification.seeOne")} onClick={see} />}
    </li>
  );
}

/** The arrows go from line to line. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0) return;
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>(".notice-open")];
  lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(document.activeElement as HTMLElement) + by))]?.focus();
  event.preventDefault();
}
