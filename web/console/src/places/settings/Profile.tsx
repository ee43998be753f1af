import { Segmented } from "antd";
import { ProfileForm } from "../../features/account/ProfileForm";
import { SendingForm } from "../../features/account/SendingForm";
import { SignatureForm } from "../../features/account/SignatureForm";
import { chooseTheme, useTheme, type ThemeChoice } from "../../ui/theme";
import { useMe } from "../../live/me";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

const themes: ThemeChoice[] = ["light", "dark", "system"];

export default function Profile() {
  const { t } = useWords();
  const me = useMe();
  const { choice } = useTheme();
  return (
    <Page title={t("settings.profile")} lead={t("profile.lead")}>
      <Section title={t("profile.me")}><ProfileForm me={me} /></Section>
      <Section title={t("theme.title")} lead={t("theme.lead")}>
        <Segmented aria-label={t("theme.title")} value={choice} options={themes.map((each) => ({ value: each, label: t(`theme.${each}`) }))} onChange={(next) => chooseTheme(next as ThemeChoice)} />
      </Section>
      <Section title={t("sending.title")} lead={t("sending.lead")}><SendingForm /></Section>
      <Section title={t("signature.title")} lead={t("signature.lead")}><SignatureForm /></Section>
    </Page>
  );
}
