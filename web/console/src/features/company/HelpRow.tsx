import { ClockCircleOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { asFault } from "../../api";
import { company, type Help } from "../../api/company";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { useNow } from "../../words/now";
import { span } from "../../words/time";

/** Somebody who asked for help: with what, how long ago, and who helps. */
export function HelpRow({ help, me }: { help: Help; me: string }) {
  const { t } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const navigate = useNavigate();
  const to = { to: "/desk/$view", params: { view: "all" }, search: { c: help.conversation.id } } as const;
  const take = useMutation({
    mutationFn: () => company.take(help.id),
    onSuccess: () => void navigate(to),
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
    onSettled: () => client.invalidateQueries({ queryKey: keys.help }),
  });
  const until = help.taken_at ?? help.ended_at;
  const waited = span(t, (until ? Date.parse(until) : now) - Date.parse(help.at));
  return (
    <li className="waiting">
      <Link className="waiting-who" {...to}>
        <b>{help.asked_by.name}</b>
        <span className="waiting-said">{help.reason}</span>
      </Link>
      <span className={help.state === "open" ? "waiting-time is-late num" : "waiting-time num"}><ClockCircleOutlined aria-hidden /> {help.state === "open" ? waited : t("helpFloor.waited", { span: waited })}</span>
      {help.state === "open" && help.asked_by.id !== me && <Button size="small" type="primary" loading={take.isPending} onClick={() => take.mutate()}>{t("company.take")}</Button>}
      <p className="waiting-why">
        {[`#${help.conversation.number} ${help.contact}`, help.taken_by && help.state === "taken" ? t("company.takenBy", { who: help.taken_by.name }) : t(`helpFloor.state.${help.state}`), help.skill && t("company.skill", { skill: help.skill.name }), help.team?.name].filter(Boolean).join(" · ")}
      </p>
    </li>
  );
}
