import { Devices } from "../../features/notification/Devices";
import { PreferencesForm } from "../../features/notification/PreferencesForm";
import { QuietHoursForm } from "../../features/notification/QuietHoursForm";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

export default function Notifications() {
  const { t } = useWords();
  return (
    <Page title={t("settings.notifications")} lead={t("notification.lead")}>
      <Section title={t("notification.kinds")} lead={t("notification.kindsLead")}><PreferencesForm /></Section>
      <Section title={t("notification.device.title")} lead={t("notification.device.lead")}><Devices /></Section>
      <Section title={t("quietHours.title")} lead={t("quietHours.lead")}><QuietHoursForm /></Section>
    </Page>
  );
}
