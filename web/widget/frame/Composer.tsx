import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Attachments } from "./attached";
import { longestMessage, type Chat } from "./chat";
import { Details } from "./Details";
import { Chips } from "./Chips";
import type { Emoji as EmojiPicker } from "./Emoji";
import { Clip, Send, Smile } from "./Icons";
import { sends } from "./keys";
import { uuid } from "./uuid";
import type { Say } from "./words";

export function Composer({ chat, files, say }: { chat: Chat; files: Attachments; say: Say }) {
  const [text, setText] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const over = [...text].length - longestMessage;
  const full = text.trim() !== "" || files.ready.length > 0;
  const mayGo = full && !files.busy && over <= 0;
  const [wished, setWished] = useState(false); // sent before the files were up: it goes when they are

  const [Emoji, setEmoji] = useState<{ it: typeof EmojiPicker } | null>(null);
  const openEmoji = () => {
    if (Emoji) return setEmoji(null);
    void import("./Emoji").then(({ Emoji: it }) => setEmoji({ it }));
  };
  const insert = (emoji: string) => {
    const at = area.current?.selectionStart ?? text.length;
    setText(text.slice(0, at) + emoji + text.slice(area.current?.selectionEnd ?? at));
    setEmoji(null);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + emoji.length, at + emoji.length);
    });
  };

  useLayoutEffect(() => grow(area.current), [text]);

  const send = () => {
    setWished(files.busy && over <= 0);
    if (!mayGo) return;
    chat.say(text.trim(), files.ready, uuid(), new Date());
    files.sent();
    setText("");
    area.current?.focus();
  };
  useLayoutEffect(() => {
    if (!wished || files.busy) return;
    if (files.items.some((item) => item.problem)) setWished(false); // a file that did not come is looked at first
    else send();
  });
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.files ?? [];
    if (pasted.length === 0) return;
    event.preventDefault();
    files.add(pasted);
  };

  return (
    <form
      aria-label={say("write")}
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Details chat={chat} say={say} />
      <Chips files={files} say={say} />
      {Emoji && (
        <Emoji.it
          locale={chat.state.locale}
          say={say}
          choose={insert}
          close={() => {
            setEmoji(null);
            area.current?.focus();
          }}
        />
      )}
      <div class="field">
        <button type="button" class="quiet" onClick={() => picker.current?.click()} aria-label={say("attach")} title={say("attach")}>
          <Clip />
        </button>
        <input
          ref={picker}
          class="unseen"
          type="file"
          multiple
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            files.add(event.currentTarget.files ?? []);
            event.currentTarget.value = ""; // the same file may be chosen again
          }}
        />
        <textarea
          ref={area}
          rows={1}
          value={text}
          placeholder={say("write")}
          aria-label={say("write")}
          title={say("write_hint")}
          enterkeyhint="send"
          onInput={(event) => {
            setText(event.currentTarget.value);
            setWished(false);
            if (event.currentTarget.value.trim()) chat.typed(Date.now());
          }}
          onKeyDown={(event) => {
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
          onPaste={onPaste}
        />
        <button type="button" class="quiet" onClick={openEmoji} aria-expanded={Emoji !== null} aria-label={say("emoji")} title={say("emoji")}>
          <Smile />
        </button>
        <button type="submit" class="send" disabled={!mayGo} aria-label={say("send")} title={say("send")}>
          <Send />
        </button>
      </div>
      {wished && <p class="soft" role="status">{say("after_files")}</p>}
      {over > 0 && <p class="problem" role="alert">{say("too_long", { over })}</p>}
    </form>
  );
}

/** As tall as the text, up to the limit that the style sheet sets. */
function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
