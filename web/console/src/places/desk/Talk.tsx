import { LeftOutlined, ProfileOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { asFault, isDenied, isMissing, type Conversation, type Draft, type Message } from "../../api";
import { callbacks, lives } from "../../api/callbacks";
import { offer } from "../../commands/command";
import { useOffers } from "../../commands/registry";
import Alike from "../../features/alike/Alike";
import Strip from "../../features/company/Strip";
import LinksStrip from "../../features/merge/LinksStrip";
import OwnLine from "../../features/personal/OwnLine";
import { HoldLine } from "../../features/retention/HoldLine";
import { ContactPanel } from "../../features/contact/ContactPanel";
import { assignToMe, remove, reopen, resolve, unassign, wake } from "../../features/conversation/commands";
import { ConversationHead } from "../../features/conversation/ConversationHead";
import { snoozes } from "../../features/conversation/snoozes";
import { useConversation } from "../../features/conversation/useConversation";
import { merge as mergeThem, split } from "../../features/merge/commands";
import { ContactFields } from "../../features/field/ContactFields";
import { ConversationFields } from "../../features/field/ConversationFields";
import { neededOf } from "../../features/field/rules";
import { correctTopic } from "../../features/reading/commands";
import { worthShowing } from "../../features/reading/rules";
import { ThreadView } from "../../features/message/ThreadView";
import { Composer } from "../../features/reply/Composer";
import { Timeline } from "../../features/timeline/Timeline";
import { keys } from "../../live/keys";
import { useLive } from "../../live/LiveContext";
import { useMe } from "../../live/me";
import { useVerb } from "../../live/verb";
import { Divider } from "../../ui/Divider";
import { Broken, Empty, Refused } from "../../ui/Faces";
import { askFirst } from "../../ui/over";
import { useNarrow } from "../../ui/useMedia";
import { useWidth } from "../../ui/useWidth";
import { useWords, wordy } from "../../words";
import { Coming } from "./Coming";

const IdentityBlock = lazy(() => import("../../features/check/IdentityBlock"));
const AskForHelp = lazy(() => wordy(() => import("../../features/company/AskForHelp")));
const Aside = lazy(() => import("./Aside"));
const MacroPicker = lazy(() => wordy(() => import("../../features/wording/MacroPicker")));
const SplitBar = lazy(() => import("../../features/merge/SplitBar"));
const NoteEditor = lazy(() => import("../../features/reply/NoteEditor"));
const GistStrip = lazy(() => import("../../features/reading/GistStrip"));
const CallbackStrip = lazy(() => wordy(() => import("../../features/callback/CallbackStrip")));
const CallbackBlock = lazy(() => wordy(() => import("../../features/callback/CallbackBlock")));
const CallbackForm = lazy(() => wordy(() => import("../../features/callback/CallbackForm")));
const RiskBanner = lazy(() => wordy(() => import("../../features/risk/RiskBanner")));
const TopicPicker = lazy(() => wordy(() => import("../../features/reading/TopicPicker")));
const MergeDialog = lazy(() => import("../../features/merge/MergeDialog"));

interface Props { id: string; found?: string; back?: () => void; close: () => void }

/** One conversation with everything that belongs to it. */
export default function Talk({ id, found, back, close }: Props) {
  const { t } = useWords();
  const query = useConversation(id);
  const backButton = back && <Button type="text" icon={<LeftOutlined aria-hidden />} aria-label={t("act.back")} onClick={back} />;
  if (query.isPending) return <Coming before={backButton} />;
  if (!query.data || isMissing(query.error)) {
    return (
      <div className="talk">
        {backButton}
        {isMissing(query.error) ? <Empty title={t("conversation.gone")} why={t("conversation.goneWhy")}><Button onClick={close}>{t("act.backToList")}</Button></Empty>
          : isDenied(query.error) ? <Refused />
          : <Broken fault={asFault(query.error)} retry={() => void query.refetch()} />}
      </div>
    );
  }
  return <Open conversation={query.data} found={found} before={backButton} close={close} />;
}

const rewrite = (message: Message, close: () => void) => <NoteEditor message={message} close={close} />;

const panel = { least: 240, most: 420 };

function Open({ conversation, found, before, close }: { conversation: Conversation; found?: string; before?: React.ReactNode; close: () => void }) {
  const { t } = useWords();
  const { staff, permissions } = useMe();
  const live = useLive();
  const verb = useVerb();
  const isNarrow = useNarrow();
  const [width, setWidth] = useWidth("panel", 288, panel.least, panel.most);
  const [aside, setAside] = useState(false);
  const [needed, setNeeded] = useState({ key: "", times: 0 });
  const [wish, setWish] = useState<{ kind: "reply" | "note"; count: number; text?: string }>({ kind: "reply", count: 0 });
  const [regained, setRegained] = useState<Draft | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [sorting, setSorting] = useState(false);
  const [asking, setAsking] = useState(false);
  const laters = useMemo(() => snoozes(new Date()), [conversation.version]); // the times move on; anything that happens shows them anew
  const write = useCallback((kind: "reply" | "note") => setWish((old) => ({ kind, count: old.count + 1 })), []);

  const navigate = useNavigate();
  const go = useCallback((id: string) => void navigate({ to: ".", search: (old: Record<string, unknown>) => ({ ...old, c: id, m: undefined }) }), [navigate]);
  const [calling, setCalling] = useState(false);
  const [merging, setMerging] = useState<{ other?: Conversation } | null>(null);
  const mayHold = permissions.includes("retention.manage");
  const [holding, setHolding] = useState(false);
  const [picked, setPicked] = useState<ReadonlySet<string> | null>(null);
  const pick = useCallback((message: string) => setPicked((old) => {
    const next = new Set(old ?? []);
    if (!next.delete(message)) next.add(message);
    return next;
  }), []);

  useEffect(() => {
    live.viewing(conversation.id);
    return () => live.viewing("");
  }, [live, conversation.id]);

  // A field that has to be filled in first is opened where it stands, and says why itself.
  const lead = (work: Promise<unknown> | void) => verb(work?.catch((cause: unknown) => {
    const key = neededOf(cause);
    if (!key || !conversation.can.change) throw cause;
    if (isNarrow) setAside(true);
    setNeeded((old) => ({ key, times: old.times + 1 }));
  }));
  const offers = {
    resolve: offer(resolve, conversation, undefined, lead),
    reopen: offer(reopen, conversation, undefined, verb),
    remove: {
      ...offer(remove, conversation, undefined),
      run: () => askFirst({
        title: t("conversation.deleteAsk", { number: conversation.number }), content: t("conversation.deleteMeans"), okText: t("command.conversation.delete"),
        okButtonProps: { danger: true }, cancelText: t("act.cancel"),
        onOk: () => { const work = Promise.resolve(remove.run(conversation)); verb(work); return work.then(close, () => undefined); },
      }),
    },
  };
  const toMerge = { name: mergeThem.name, keys: mergeThem.keys, enabled: mergeThem.can([conversation]), run: () => setMerging({}) };
  const toSplit = { name: split.name, keys: split.keys, enabled: split.can(conversation), run: () => setPicked(new Set()) };
  const toSort = { name: correctTopic.name, keys: correctTopic.keys, enabled: correctTopic.can(conversation), run: () => setSorting(true) };
  const runs = conversation.state === "open" || conversation.state === "waiting";
  const toAsk = { name: "help.ask", keys: "i", enabled: conversation.can.reply && runs, run: () => setAsking(true) };
  useOffers([
    toMerge, toSplit, toSort, toAsk,
    { name: "reply.start", keys: "r", enabled: conversation.can.reply, run: () => write("reply") },
    { name: "note.start", keys: "n", enabled: conversation.can.note, run: () => write("note") },
    { name: "macro.open", keys: "m", enabled: conversation.can.note || conversation.can.change, run: () => setChoosing(true) },
    offer(assignToMe, conversation, undefined, verb),
    offer(unassign, conversation, undefined, verb),
    offers.resolve, offers.reopen,
    offer(wake, conversation, undefined, verb),
    { name: "conversation.close", keys: "Escape", enabled: true, run: close },
  ]);

  const calls = useQuery({ queryKey: keys.callbacksOf(conversation.id), queryFn: () => callbacks.list({ conversation: conversation.id }), staleTime: 30_000 });
  const called = calls.data?.items ?? [];
  const mayCall = conversation.can.reply && !conversation.merged_into && calls.data !== undefined && !called.some(lives);
  const timeline = <Timeline conversation={conversation.id} />;
  const contact = (
    <ContactPanel
      id={conversation.contact.id} conversation={conversation.id} timeline={timeline}
      head={<ConversationFields conversation={conversation} needed={needed} />} fields={<><OwnLine contact={conversation.contact.id} /><Suspense fallback={null}><IdentityBlock conversation={conversation.id} /></Suspense>{called.length > 0 && <Suspense fallback={null}><CallbackBlock list={called} /></Suspense>}{mayCall && <p className="panel-block"><Button size="small" onClick={() => setCalling(true)}>{t("conversation.callBack")}</Button></p>}<Alike id={conversation.contact.id} /><ContactFields id={conversation.contact.id} frame="panel-block" /></>}
    />
  );
  return (
    <>
      <section className="talk" aria-label={t("conversation.label", { number: conversation.number })}>
        <ConversationHead
          conversation={conversation} me={staff.id} offers={{ ...offers, merge: toMerge, split: toSplit, sort: toSort, ask: toAsk, hold: mayHold ? () => setHolding(true) : undefined }} before={before}
          after={isNarrow && <Button size="small" type="text" icon={<ProfileOutlined aria-hidden />} aria-label={t("contact.panel")} onClick={() => setAside(true)} />}
        />
        {mayHold && <HoldLine kind="conversation" id={conversation.id} asking={holding} ask={setHolding} />}
        {runs && <Strip conversation={conversation} me={staff.id} />}
        {called.some(lives) && <Suspense fallback={null}><CallbackStrip list={called.filter(lives)} /></Suspense>}
        {conversation.gist.risks.length > 0 && <Suspense fallback={null}><RiskBanner conversation={conversation} say={conversation.can.reply ? (text) => setWish((old) => ({ kind: "reply", count: old.count + 1, text })) : undefined} /></Suspense>}
        {worthShowing(conversation.gist) && <Suspense fallback={<div className="gist" />}><GistStrip conversation={conversation} sort={toSort} /></Suspense>}
        <LinksStrip conversation={conversation} open={go} merge={(other) => setMerging({ other })} />
        <ThreadView conversation={conversation} me={staff.id} found={found} onRegained={setRegained} rewrite={rewrite} picked={picked ?? undefined} onPick={picked ? pick : undefined} />
        {picked ? <Suspense fallback={null}><SplitBar conversation={conversation} chosen={picked} close={() => setPicked(null)} done={(made) => go(made.id)} /></Suspense>
          : !conversation.merged_into && <Composer conversation={conversation} me={staff.id} wish={wish} regained={regained} laters={laters} />}
        {calling && <Suspense fallback={null}><CallbackForm conversation={conversation.id} close={() => setCalling(false)} /></Suspense>}
        {merging && <Suspense fallback={null}><MergeDialog conversations={[conversation]} suggested={merging.other} close={() => setMerging(null)} done={(survivor) => go(survivor.id)} /></Suspense>}
        {asking && <Suspense fallback={null}><AskForHelp conversation={conversation.id} close={() => setAsking(false)} /></Suspense>}
        {sorting && <Suspense fallback={null}><TopicPicker conversation={conversation} close={() => setSorting(false)} onSorted={(next) => live.changed(next)} /></Suspense>}
        {choosing && <Suspense fallback={null}><MacroPicker conversation={conversation} close={() => setChoosing(false)} onApplied={(next) => live.changed(next)} /></Suspense>}
      </section>
      {isNarrow
        ? aside && <Suspense fallback={null}><Aside title={t("contact.panel")} close={() => setAside(false)}>{contact}</Aside></Suspense>
        : (
          <>
            <Divider label={t("desk.widthOfPanel")} width={width} least={panel.least} most={panel.most} onWidth={setWidth} side="right" />
            <div className="desk-panel" style={{ width }}>{contact}</div>
          </>
        )}
    </>
  );
}
