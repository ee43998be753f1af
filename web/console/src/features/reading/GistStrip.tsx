import { FireOutlined, FolderOutlined, FrownOutlined, MehOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { Popover } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { Conversation } from "../../api";
import type { Offer } from "../../commands/command";
import { useTopics } from "../../live/people";
import { Shimmer } from "../../ui/Faces";
import { useWords, wordy } from "../../words";
import "./reading.css";
import { pathOf, percent, pressing } from "./rules";

type Part = "topic" | "emotion" | "urgency";

const Reasons = lazy(() => wordy(() => import("./Reasons")));

const faces = { worried: <MehOutlined aria-hidden />, angry: <FrownOutlined aria-hidden />, furious: <FireOutlined aria-hidden /> };

/** What was understood of the customer's newest message; each chip opens its reason. */
export default function GistStrip({ conversation, sort }: { conversation: Conversation; sort: Offer }) {
  const { t, locale } = useWords();
  const { topic_id: topic, emotion, urgency } = conversation.gist;
  const topics = useTopics();
  const path = pathOf(topics.data?.items ?? [], topic, locale);
  const [open, setOpen] = useState("");
  const chip = (key: string, look: string, part: Part, words: ReactNode) => (
    <Popover
      key={key} trigger="click" placement="bottomLeft" destroyOnHidden open={open === key} onOpenChange={(is) => setOpen(is ? key : "")}
      content={<Suspense fallback={<div className="reasons"><Shimmer rows={3} height={16} gap={8} /></div>}><Reasons conversation={conversation} part={part} sort={{ ...sort, run: () => { setOpen(""); sort.run(); } }} /></Suspense>}
    >
      <button type="button" className={`gist-chip is-${look}`}>{words}</button>
    </Popover>
  );
  return (
    <div
      className="gist" role="group" aria-label={t("gist.label")}
      onKeyDown={(event) => { if (event.key === "Escape" && open) { event.preventDefault(); setOpen(""); } }}
    >
      {path.length > 0 && chip("topic", "plain", "topic", <><FolderOutlined aria-hidden /> {path.join(" › ")}</>)}
      {emotion !== "" && emotion !== "calm" && chip("emotion", emotion === "furious" ? "bad" : emotion === "angry" ? "warn" : "plain", "emotion", <>{faces[emotion]} {t(`gist.emotion.${emotion}`)}</>)}
      {urgency >= pressing && chip("urgency", urgency >= 0.8 ? "warn" : "plain", "urgency", <><ThunderboltOutlined aria-hidden /> {t("gist.urgency", { percent: percent(urgency) })}</>)}
    </div>
  );
}
