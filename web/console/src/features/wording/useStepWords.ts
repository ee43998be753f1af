import { useCallback } from "react";
import type { MacroStep } from "../../api";
import { useStaff, useTeams } from "../../live/people";
import { useWords } from "../../words";
import { lengthOf } from "./rules";

/** A step in words: "Give it to 林岚". */
export function useStepWords(): (step: MacroStep) => string {
  const { t } = useWords();
  const staff = useStaff();
  const teams = useTeams();
  return useCallback((step) => {
    switch (step.kind) {
      case "assign":
        if (step.assignee === "me") return t("macro.step.assignMe");
        if (step.assignee === "none") return t("macro.step.assignNone");
        return t("macro.step.assign", { name: staff.data?.items.find((each) => each.id === step.assignee)?.name ?? t("wording.gone") });
      case "team":
        if (step.team === "none") return t("macro.step.teamNone");
        return t("macro.step.team", { name: teams.data?.items.find((each) => each.id === step.team)?.name ?? t("wording.gone") });
      case "tag":
        return [
          step.add?.length ? t("macro.step.tagAdd", { tags: step.add.join(t("list.and")) }) : "",
          step.remove?.length ? t("macro.step.tagRemove", { tags: step.remove.join(t("list.and")) }) : "",
        ].filter(Boolean).join(t("list.and"));
      case "priority":
        return t("macro.step.priority", { priority: t(`priority.${step.priority || "normal"}`) });
      case "snooze": {
        const { count, unit } = lengthOf(step.minutes ?? 0);
        return t("macro.step.snooze", { length: t(`macro.length.${unit}`, { count }) });
      }
      case "state":
        return t("macro.step.state", { state: t(`state.${step.state || "open"}`) });
      default:
        return t(`macro.step.${step.kind}`);
    }
  }, [staff.data, t, teams.data]);
}
