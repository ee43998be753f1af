import { useState } from "preact/hooks";
import type { Chat } from "./chat";
import { uuid } from "./uuid";
import "./before.css";
import type { Say, Word } from "./words";
import type { Field } from "../shared/protocol";

const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const kinds = { name: "text", email: "email", phone: "tel", order: "text" } as const;

/** The questions that the owner asks before the first message. */
export function Before({ chat, say }: { chat: Chat; say: Say }) {
  const { face, locale, claimed } = chat.state;
  const [said, setSaid] = useState<Record<string, string>>({ name: claimed.name, email: claimed.email });
  const [wrong, setWrong] = useState<Record<string, Word>>({});
  if (!face) return null;

  const go = (form: HTMLFormElement) => {
    const found = Object.fromEntries(face.fields.flatMap((field) => fault(field, (said[field.name] ?? "").trim())));
    setWrong(found);
    const first = face.fields.find((field) => found[field.name]);
    if (first) return form.querySelector<HTMLElement>(`[name="${first.name}"]`)?.focus();
    const { name = "", email = "", phone = "", order = "", topic = "", message = "", consent = "" } = said;
    chat.answered({ name: name.trim(), email: email.trim(), phone: phone.trim(), order: order.trim(), topic, consent: consent !== "" });
    if (message.trim()) chat.say(message.trim(), [], uuid(), new Date());
  };
  const set = (name: string) => (event: { currentTarget: { value: string } }) => setSaid({ ...said, [name]: event.currentTarget.value });

  return (
    <form
      class="before"
      aria-label={say("before")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go(event.currentTarget);
      }}
    >
      {face.intro[locale] && <p>{face.intro[locale]}</p>}
      {face.fields.map((field) => {
        const label = field.label[locale] || say(field.name);
        const asks = { name: field.name, id: `b-${field.name}`, required: field.required, "aria-invalid": field.name in wrong, "aria-describedby": field.name in wrong ? `w-${field.name}` : undefined };
        const value = said[field.name] ?? "";
        return (
          <div key={field.name} class="ask">
            {field.name === "consent" ? (
              <span class="consent">
                <input {...asks} type="checkbox" checked={value !== ""} onChange={(event) => setSaid({ ...said, consent: event.currentTarget.checked ? "yes" : "" })} />
                <span><label for="b-consent">{label}</label> {field.link && <a href={field.link} target="_blank" rel="noopener noreferrer">{say("consent_link")}</a>}</span>
              </span>
            ) : (
              <>
                <label for={asks.id}>{label}{!field.required && <span class="soft"> ({say("optional")})</span>}</label>
                {field.name === "topic" ? (
                  <select {...asks} class="entry" value={value} onChange={set("topic")}>
                    <option value="">{say("choose")}</option>
                    {field.choices.map((choice) => {
                      const text = choice[locale] || Object.values(choice)[0] || "";
                      return <option key={text} value={text}>{text}</option>;
                    })}
                  </select>
                ) : field.name === "message" ? (
                  <textarea {...asks} class="entry" rows={3} maxLength={10_000} value={value} onInput={set("message")} />
                ) : (
                  <input {...(asks as object)} class="entry" type={kinds[field.name] as "text"} maxLength={field.name === "email" ? 320 : 200} autocomplete={field.name === "order" ? "off" : field.name === "phone" ? "tel" : field.name} value={value} onInput={set(field.name)} />
                )}
              </>
            )}
            {wrong[field.name] && <p class="problem" id={`w-${field.name}`} role="alert">{say(wrong[field.name]!)}</p>}
          </div>
        );
      })}
      <button type="submit" class="go">{say("begin")}</button>
    </form>
  );
}

function fault(field: Field, value: string): [string, Word][] {
  if (!value) return field.required ? [[field.name, "missing"]] : [];
  return field.name === "email" && !address.test(value) ? [[field.name, "email_wrong"]] : [];
}
