import { Form, Input, Select, Switch } from "antd";
import type { Tier } from "../../api";
import { useWords } from "../../words";

export interface Fields { name: string; tier: Tier; domains: string[]; joins_by_domain: boolean; notes: string }

const tiers: Tier[] = ["standard", "vip"];

/** What a form says about an organisation, entering or changing it. */
export function OrganisationBoxes({ autoFocus = false }: { autoFocus?: boolean }) {
  const { t } = useWords();
  return (
    <>
      <div className="form-row organisation-names">
        <Form.Item name="name" label={t("organisations.name")} rules={[{ required: true, whitespace: true, message: t("organisations.nameMissing") }]}><Input autoFocus={autoFocus} maxLength={200} /></Form.Item>
        <Form.Item name="tier" label={t("contact.tier")}><Select options={tiers.map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))} /></Form.Item>
      </div>
      <Form.Item name="domains" label={t("organisations.domains")} extra={t("organisations.domainsHint")}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", "\uff0c", " ", "\u3001"]} placeholder={t("organisations.domainExample")} />
      </Form.Item>
      <div className="organisation-rule">
        <Form.Item name="joins_by_domain" valuePropName="checked" noStyle><Switch id="organisation-joins" aria-describedby="organisation-joins-hint" /></Form.Item>
        <label htmlFor="organisation-joins">{t("organisations.joins")}</label>
        <p id="organisation-joins-hint">{t("organisations.joinsHint")}</p>
      </div>
      <Form.Item name="notes" label={t("organisations.notes")} extra={t("organisations.notesHint")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 10 }} maxLength={10_000} /></Form.Item>
    </>
  );
}
