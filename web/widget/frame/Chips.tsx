import type { Attached, Attachments } from "./attached";
import { size } from "./dates";
import { Again, Close, Page } from "./Icons";
import type { Say } from "./words";

/** The files that will go with the next message. */
export function Chips({ files, say }: { files: Attachments; say: Say }) {
  if (files.items.length === 0) return null;
  return (
    <ul class="chips">
      {files.items.map((item) => (
        <Chip key={item.key} item={item} files={files} say={say} />
      ))}
    </ul>
  );
}

function Chip({ item, files, say }: { item: Attached; files: Attachments; say: Say }) {
  const name = item.file.name;
  const percent = Math.round(item.part * 100);
  return (
    <li class={item.problem ? "chip bad" : "chip"}>
      {item.preview ? <img src={item.preview} alt="" /> : <Page />}
      <span class="file-name">{name}</span>
      {item.problem ? <span role="alert">{say(item.problem)}</span> : <span class="soft">{size(item.file.size)}</span>}
      {!item.problem && !item.upload && <progress max={100} value={percent} aria-label={say("uploading", { name, percent })} />}
      {item.again && (
        <button type="button" class="quiet small" onClick={() => files.retry(item.key)} aria-label={say("retry_file", { name })}>
          <Again />
        </button>
      )}
      <button type="button" class="quiet small" onClick={() => files.remove(item.key)} aria-label={say("remove_file", { name })}>
        <Close />
      </button>
    </li>
  );
}
