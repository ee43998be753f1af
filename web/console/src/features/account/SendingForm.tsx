import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Select, Switch } from "antd";
import { api, asFault, type SendingChoice } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const waits = [0, 5, 10, 20, 30];

/** How replies leave: mine, and for who may, the house's. */
export function SendingForm() {
  const { t } = useWords();
  const client = useQueryClient();
  const query = useQuery({ queryKey: keys.sending, queryFn: api.sending.get });
  const save = useMutation({
    mutationFn: ({ house, choice }: { house: boolean; choice: SendingChoice }) => {
      const set = Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== null));
      return house ? api.sending.chooseHouse(set) : api.sending.choose(set);
    },
    onSuccess: (answer) => { client.setQueryData(keys.sending, answer); say.done(t("act.saved")); },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const seconds = (count: number) => (count === 0 ? t("sending.atOnce") : t("sending.seconds", { count }));
  return (
    <Loaded query={query} rows={3}>{({ own, house, can }) => {
      const rows = (choice: SendingChoice, isHouse: boolean) => (["mail_seconds", "chat_seconds"] as const).map((field) => (
        <label key={field} className="sending-row">
          <span>{t(`sending.${field}`)}</span>
          <Select
            aria-label={t(`sending.${field}`)} value={choice[field] ?? -1} disabled={save.isPending}
            options={[...(isHouse ? [] : [{ value: -1, label: t("sending.asHouse", { what: seconds(house[field] ?? 0) }) }]), ...waits.map((each) => ({ value: each, label: seconds(each) }))]}
            onChange={(next) => save.mutate({ house: isHouse, choice: { ...choice, [field]: next < 0 ? null : next } })}
          />
        </label>
      ));
      return (
        <div className="sending">
          {rows(own, false)}
          <label className="sending-row"><span>{t("sending.enterSends")}</span><Switch aria-label={t("sending.enterSends")} checked={own.enter_sends ?? house.enter_sends ?? false} loading={save.isPending} onChange={(on) => save.mutate({ house: false, choice: { ...own, enter_sends: on } })} /></label>
          {can.change_house && <><h3>{t("sending.house")}</h3>{rows(house, true)}</>}
        </div>
      );
    }}</Loaded>
  );
}
