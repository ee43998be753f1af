import { StarFilled } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Button } from "antd";
import { useEffect } from "react";
import { asFault, isDenied, isMissing, type Contact, type Organisation } from "../../api";
import { organisations } from "../../api/organisations";
import { ContactRow } from "../../features/contact/ContactRow";
import { OrganisationFields } from "../../features/field/OrganisationFields";
import { Members, Proposals } from "../../features/organisation/Belongers";
import { Conversations } from "../../features/organisation/Conversations";
import { MemberChoice } from "../../features/organisation/MemberChoice";
import { OrganisationForm } from "../../features/organisation/OrganisationForm";
import PersonalAgent from "../../features/personal/PersonalAgent";
import { filterOf, membersText } from "../../features/organisation/rules";
import { keys } from "../../live";
import { useMe } from "../../live/me";
import { useOrganisation } from "../../live/organisations";
import "../../features/organisation/organisations.css";
import { Broken, Empty, Refused, Shimmer } from "../../ui/Faces";
import { askFirst } from "../../ui/over";
import { Page, Section } from "../../ui/Page";
import { say } from "../../ui/say";
import { titled } from "../../ui/title";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";

const mostDomains = 3;

export default function OrganisationCard() {
  const { t } = useWords();
  const { id = "" } = useParams({ strict: false }) as { id?: string };
  const { data: organisation, isPending, error, refetch } = useOrganisation(id);
  useEffect(() => { titled(organisation?.name ?? t("organisations.title")); }, [organisation?.name, t]);
  if (isPending) return <Page title={t("organisations.title")}><Shimmer rows={8} height={28} /></Page>;
  if (!organisation) {
    return (
      <Page title={t("organisations.title")}>
        {isMissing(error) ? <Empty title={t("organisations.gone")} why={t("organisations.goneWhy")}><Link className="as-button" to="/contacts/organisations" search={{}}>{t("act.backToList")}</Link></Empty>
          : isDenied(error) ? <Refused />
          : <Broken fault={asFault(error)} retry={() => void refetch()} />}
      </Page>
    );
  }
  return <Card organisation={organisation} key={organisation.id} />;
}

function Card({ organisation }: { organisation: Organisation }) {
  const { t } = useWords();
  const { permissions } = useMe();
  const { id } = organisation;
  const mayRead = permissions.includes("conversation.view");
  const row = (contact: Contact) => <ContactRow contact={contact} within={id} />;
  return (
    <Page
      title={organisation.name}
      lead={<>{organisation.tier === "vip" && <><span className="vip-badge"><StarFilled aria-hidden /> {t("tier.vip")}</span> · </>}{[membersText(t, organisation.members), ...organisation.domains.slice(0, mostDomains)].join(" · ")}</>}
      acts={<Link className="as-button" to="/contacts/organisations" search={{}}>{t("act.backToList")}</Link>}
    >
      {organisation.notes && <p className="organisation-notes">{organisation.notes}</p>}
      <Proposals organisation={organisation} row={row} />
      <Section title={t("organisations.who")} acts={<Link to="/contacts" search={{ organisation: id }}>{t("organisations.inList")}</Link>}>
        <Members organisation={organisation} row={row} choice={<MemberChoice organisation={id} />} />
      </Section>
      {mayRead && (
        <Section title={t("organisations.conversations")} acts={<Link to="/desk/$view" params={{ view: "all" }} search={{ f: filterOf(id) }}>{t("organisations.atDesk")}</Link>}>
          <Conversations organisation={id} />
        </Section>
      )}
      <Section title={t("personalAgent.own")} lead={t("personalAgent.ofAll")}><PersonalAgent whose={{ organisation: id }} /></Section>
      <OrganisationFields organisation={organisation} />
      <Section title={t("organisations.card")}><OrganisationForm organisation={organisation} /></Section>
      {organisation.can.delete && <Removal organisation={organisation} />}
    </Page>
  );
}

function Removal({ organisation: { id, name } }: { organisation: Organisation }) {
  const { t } = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => organisations.remove(id),
    onSuccess: async () => {
      await navigate({ to: "/contacts/organisations", search: {} });
      for (const queryKey of [keys.organisations, keys.contacts, ["contact"]]) void client.invalidateQueries({ queryKey });
    },
    onError: (cause) => say.bad(faultWords(t, asFault(cause))),
  });
  const ask = () => askFirst({ title: t("organisations.removeAsk", { name }), content: t("organisations.removeMeans"), okText: t("organisations.remove"), cancelText: t("act.cancel"), okButtonProps: { danger: true }, onOk: () => remove.mutateAsync().catch(() => undefined) });
  return (
    <Section title={t("organisations.remove")} lead={t("organisations.removeMeans")}>
      <Button size="small" danger loading={remove.isPending} onClick={ask}>{t("organisations.remove")}</Button>
    </Section>
  );
}
