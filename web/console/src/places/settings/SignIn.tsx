import { useQuery } from "@tanstack/react-query";
import { api } from "../../api";
import { PolicyForm } from "../../features/signin/PolicyForm";
import { Providers } from "../../features/signin/Providers";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { Page, Section } from "../../ui/Page";
import { useWords } from "../../words";

/** The house's rule for coming in. */
export default function SignIn() {
  const { t } = useWords();
  const policy = useQuery({ queryKey: keys.signInPolicy, queryFn: api.signIn.policy });
  return (
    <Page title={t("settings.signIn")} lead={t("policy.lead")}>
      <Loaded query={policy} refused={t("policy.refused")}>{(rule) => (
        <>
          <Section title={t("policy.title")} lead={t("policy.factorLead")}><PolicyForm key={rule.version} policy={rule} /></Section>
          <Section title={t("providers.title")} lead={t("providers.lead")}><Providers /></Section>
        </>
      )}</Loaded>
    </Page>
  );
}
