import { Passkeys } from "../../features/account/Passkeys";
import { PasswordForm } from "../../features/account/PasswordForm";
import { SecondFactor } from "../../features/account/SecondFactor";
import { Sessions } from "../../features/account/Sessions";
import { Tokens } from "../../features/account/Tokens";
import { useMe } from "../../live/me";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

/** How this person comes in, and what may come in as them. */
export default function Security() {
  const { t } = useWords();
  const me = useMe();
  return (
    <Page title={t("settings.security")} lead={t("security.lead")}>
      <Section title={t("profile.password")} lead={t("profile.passwordLead")}><PasswordForm /></Section>
      <Section title={t("factor.title")} lead={t("factor.lead")}><SecondFactor /></Section>
      <Section title={t("passkeys.title")} lead={t("passkeys.lead")}><Passkeys /></Section>
      <Section title={t("sessions.title")} lead={t("sessions.lead")}><Sessions me={me} /></Section>
      <Section title={t("tokens.title")} lead={t("tokens.lead")}><Tokens /></Section>
    </Page>
  );
}
