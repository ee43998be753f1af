import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { asFault } from "../../api";
import { authorities, type MailAuthority } from "../../api/smime";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { askFirst } from "../../ui/over";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { date } from "../../words/time";
import { FileForm } from "./FileForm";

/** Whose word is believed about who signed a mail, in all mailboxes. */
export function Authorities() {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.authorities, queryFn: authorities.list });
  const [adding, setAdding] = useState(false);
  const fresh = () => client.invalidateQueries({ queryKey: keys.authorities });
  const drop = useMutation({
    mutationFn: (one: MailAuthority) => authorities.drop(one.id),
    onSuccess: fresh,
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = (one: MailAuthority) => askFirst({
    title: t("authorities.dropAsk", { subject: one.subject }), content: t("authorities.dropMeans"), okText: t("authorities.drop"), okButtonProps: { danger: true }, cancelText: t("act.cancel"),
    onOk: () => drop.mutateAsync(one).catch(() => undefined),
  });
  return (
    <div className="stack">
      <Loaded query={query} rows={2}>{({ items }) => items.length === 0 ? <p className="section-lead">{t("authorities.empty")}</p> : (
        <ul className="certificates">
          {items.map((each) => (
            <li key={each.id}>
              <div className="certificate">
                <p><b>{each.subject}</b></p>
                <p className="section-lead">
                  {t(each.issues ? "authorities.issues" : "authorities.itself")}{" · "}
                  <span className={each.over ? "certificate-warn" : undefined}>{t("smimeKeys.until", { day: date(locale, each.valid_until, Date.now()) })}</span>{" · "}
                  {t("smimeKeys.added", { who: each.added_by, day: date(locale, each.added_at, Date.now()) })}
                </p>
                <p className="mono certificate-print" title={t("smime.field.fingerprint")}>{each.fingerprint}</p>
              </div>
              <Button size="small" type="text" danger onClick={() => ask(each)} aria-label={`${t("authorities.drop")}: ${each.subject}`}>{t("authorities.drop")}</Button>
            </li>
          ))}
        </ul>
      )}</Loaded>
      <div><Button onClick={() => setAdding(true)}>{t("authorities.add")}</Button></div>
      {adding && (
        <FileForm
          title={t("authorities.add")} label={t("authorities.file")} accept=".pem,.crt,.cer,.der" means={t("authorities.addMeans")} okText={t("authorities.add")}
          save={async (file) => { await authorities.believe(file); await fresh(); }} close={() => setAdding(false)}
        />
      )}
    </div>
  );
}
