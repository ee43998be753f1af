import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, Form, Input, Select } from "antd";
import type { CustomerField, CustomerFieldName } from "../../api";
import { locales, useWords } from "../../words";

/** A question as the form edits it: choices as lines of text. */
export type Question = Omit<CustomerField, "choices"> & { lines?: string };

const names: CustomerFieldName[] = ["name", "email", "phone", "order", "topic", "message", "consent"];

export function toQuestions(fields: CustomerField[] = []): Question[] {
  return fields.map(({ choices, ...field }) => ({ ...field, lines: (choices ?? []).map((each) => [each["zh-CN"], each.en].filter(Boolean).join(" | ")).join("\n") }));
}

export function toFields(questions: Question[] = []): CustomerField[] {
  return questions.map(({ lines, ...field }) => ({
    ...field, required: field.required ?? false, label: field.label ?? {}, ...(field.name === "topic" ? { choices: (lines ?? "").split("\n").flatMap(toChoice) } : {}),
  }));
}

function toChoice(line: string): Record<string, string>[] {
  const [zh = "", en = ""] = line.split("|").map((part) => part.trim());
  if (!zh) return [];
  return [en ? { "zh-CN": zh, en } : { "zh-CN": zh, en: zh }];
}

/** What customers are asked, in order. */
export function Questions({ name }: { name: string | string[] }) {
  const { t } = useWords();
  return (
    <Form.List name={name}>
      {(rows, { add, remove }) => (
        <div className="questions">
          {rows.map(({ key, name: at }) => (
            <div className="question" key={key} role="group" aria-label={t("channels.fieldName")}>
              <div className="form-row">
                <Form.Item name={[at, "name"]} label={t("channels.fieldName")} rules={[{ required: true, message: t("field.nameMissing") }]}><Select options={names.map((value) => ({ value, label: t(`channels.fieldNames.${value}`) }))} /></Form.Item>
                {locales.map((locale) => <Form.Item key={locale} name={[at, "label", locale]} label={`${t("channels.label")} · ${t(`language.${locale}`)}`}><Input lang={locale} maxLength={200} /></Form.Item>)}
              </div>
              <Form.Item noStyle shouldUpdate>
                {({ getFieldValue }) => {
                  const kind = getFieldValue([...[name].flat(), at, "name"]) as CustomerFieldName | undefined;
                  if (kind === "topic") return <Form.Item name={[at, "lines"]} label={t("channels.choices")}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>;
                  return kind === "consent" && <Form.Item name={[at, "link"]} label={t("channels.consentLink")}><Input type="url" placeholder="https://www.example.com/privacy" /></Form.Item>;
                }}
              </Form.Item>
              <div className="question-acts">
                <Form.Item name={[at, "required"]} valuePropName="checked" noStyle><Checkbox>{t("channels.required")}</Checkbox></Form.Item>
                <Button type="text" icon={<DeleteOutlined />} aria-label={t("channels.fieldDrop")} onClick={() => remove(at)} />
              </div>
            </div>
          ))}
          <Button icon={<PlusOutlined />} onClick={() => add({ required: false, label: {} })}>{t("channels.fieldAdd")}</Button>
        </div>
      )}
    </Form.List>
  );
}
