import type { Attachment } from "../shared/protocol";
import { shows } from "./attached";
import type { Chat } from "./chat";
import { clock, exact, size } from "./dates";
import { Again, Alarm, Clock, Page, Ticks } from "./Icons";
import { linkify } from "./linkify";
import type { Row } from "./rows";
import { safeHtml } from "./safehtml";
import type { Line } from "./thread";
import { refusal, type Say } from "./words";

type Props = { row: Row; chat: Chat; say: Say; stateShown: boolean; onImage: () => void };

export function Bubble({ row, chat, say, stateShown, onImage }: Props) {
  const { line, first, last } = row;
  if (line.kind === "system") return <p class="system">{line.text}</p>;
  const place = `row ${line.mine ? "mine" : "theirs"} ${first ? "first" : ""} ${last ? "last" : ""}`;
  const stuck = line.progress === "failed";
  return (
    <article class={place} data-progress={line.progress}>
      {first && <span class={line.mine ? "unseen" : "name"}>{line.mine ? say("you") : line.author || say("us")}</span>}
      {(line.text || line.html) && (
        <div class="bubble" title={exact(line.sentAt, chat.state.locale)}>
          {line.html && !line.mine ? <div class="rich">{safeHtml(line.html)}</div> : <Words text={line.text} />}
        </div>
      )}
      {line.attachments.map((file) => <File key={file.id} file={file} say={say} onImage={onImage} />)}
      {(last || stuck || stateShown) && (
        <footer class="meta">
          {last && <time dateTime={line.sentAt}>{clock(line.sentAt, chat.state.locale)}</time>}
          {line.mine && (stateShown || stuck || line.progress === "waiting") && <State line={line} say={say} />}
        </footer>
      )}
      {line.progress === "failed" && <Failed line={line} chat={chat} say={say} />}
    </article>
  );
}

function Words({ text }: { text: string }) {
  return (
    <>
      {linkify(text).map((part) =>
        part.href ? <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">{part.text}</a> : part.text,
      )}
    </>
  );
}

function File({ file, say, onImage }: { file: Attachment; say: Say; onImage: () => void }) {
  if (file.url && shows(file.type)) {
    return (
      <a class="picture" href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.url} alt={say("image", { name: file.name })} loading="lazy" onLoad={onImage} />
      </a>
    );
  }
  const inside = (
    <>
      <Page />
      <span class="file-name">{file.name}</span>
      <span class="soft">{size(file.size)}</span>
    </>
  );
  return file.url ? <a class="file" href={file.url} target="_blank" rel="noopener noreferrer">{inside}</a> : <span class="file">{inside}</span>;
}

function State({ line, say }: { line: Line; say: Say }) {
  return (
    <span class={`state ${line.progress}`}>
      {line.progress === "failed" ? <Alarm /> : line.progress === "waiting" || line.progress === "sending" ? <Clock /> : <Ticks two={line.progress !== "sent"} />}
      {say(line.progress)}
    </span>
  );
}

function Failed({ line, chat, say }: { line: Line; chat: Chat; say: Say }) {
  return (
    <div class="failed" role="alert">
      <span>{refusal(line.code, say)}</span>
      <button type="button" onClick={() => chat.again(line.key)}><Again /> {say("retry")}</button>
      <button type="button" onClick={() => chat.discard(line.key)}>{say("discard")}</button>
    </div>
  );
}
