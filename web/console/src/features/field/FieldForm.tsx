import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Form, Input, InputNumber, Modal, Select } from "antd";
import { useState } from "react";
import { api, asFault, type FieldBounds, type FieldOption, type FieldType, type OwnField } from "../../api";
import { useOnce } from "../../api/useOnce";
import { keys } from "../../live";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import FieldInput from "./FieldInput";
import { given, isChosen, isNumber, isText, keyFrom, types } from "./rules";

interface Props { field: OwnField | null; object: OwnField["object"]; close: () => void }

interface Fields {
  zh?: string; en?: string; key: string; object: OwnField["object"]; type: FieldType; required?: boolean;
  options?: { key: string; zh?: string; en?: string; colour?: string; archived?: boolean }[]; bounds?: FieldBounds; default?: unknown;
}

const places: Record<string, keyof Fields | ["bounds", keyof FieldBounds]> = {
  "body.key": "key", "body.names": "zh", "body.type": "type", "body.default": "default", "body.bounds.pattern": ["bounds", "pattern"],
};

/** Says what a field is: what it is called, what it holds, and what it takes. */
export function FieldForm({ field, object, close }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const once = useOnce();
  const [form] = Form.useForm<Fields>();
  const [ownKey, setOwnKey] = useState(field !== null);
  const type = Form.useWatch("type", form) ?? field?.type ?? "text";
  const kind = Form.useWatch("object", form) ?? object;
  const options = Form.useWatch("options", form) ?? [];
  const save = useMutation({
    mutationFn: (fields: Fields) => {
      const body = bodyOf(fields);
      if (!field) return api.fields.add({ ...body, object: fields.object, key: fields.key, type: fields.type, default: given(fields.default) ?? undefined }, once(fields));
      const begins = given(fields.default);
      return api.fields.change(field.id, { ...body, default: begins ?? undefined, no_default: begins === null, version: field.version });
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.fields });
      say.done(t("act.saved"));
      close();
    },
    onError: (cause) => {
      const fault = asFault(cause);
      const place = places[fault.fields[0]?.location ?? ""];
      if (place) form.setFields([{ name: place as keyof Fields, errors: [faultWords(t, fault)] }]);
    },
  });
  const fault = save.error ? asFault(save.error) : null;
  const said = fault && !places[fault.fields[0]?.location ?? ""];
  const suggest = (changed: Partial<Fields>) => {
    if ("key" in changed) setOwnKey(true);
    else if ("en" in changed && !ownKey) form.setFieldValue("key", keyFrom(changed.en ?? ""));
  };
  return (
    <Modal
      open width={680} title={field ? t("fieldSettings.change", { name: field.names["zh-CN"] || field.names["en"] || field.key }) : t("fieldSettings.add")}
      okText={t(field ? "act.save" : "fieldSettings.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}
    >
      <Form name="own-field" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} onValuesChange={suggest} initialValues={field ? fieldsOf(field) : { object, type: "text" }}>
        {said && <Alert type="error" showIcon role="alert" title={faultWords(t, fault)} className="door-fault" />}
        <div className="form-row">
          <Form.Item name="zh" label={t("fieldSettings.nameZh")} dependencies={["en"]} rules={[({ getFieldValue }) => ({ validator: (_, value: string) => (value?.trim() || String(getFieldValue("en") ?? "").trim() ? Promise.resolve() : Promise.reject(new Error(t("fieldSettings.nameMissing")))) })]}><Input autoFocus maxLength={100} /></Form.Item>
          <Form.Item name="en" label={t("fieldSettings.nameEn")}><Input maxLength={100} /></Form.Item>
        </div>
        <div className="form-row">
          <Form.Item name="object" label={t("fieldSettings.object")}><Select disabled={field !== null} options={(["contact", "conversation", "organisation"] as const).map((each) => ({ value: each, label: t(`fieldSettings.objects.${each}`) }))} /></Form.Item>
          <Form.Item name="type" label={t("fieldSettings.type")}><Select disabled={field !== null} listHeight={400} options={types.map((each) => ({ value: each, label: t(`fieldSettings.types.${each}`) }))} onChange={() => form.setFieldsValue({ default: undefined })} /></Form.Item>
          <Form.Item name="key" label={t("fieldSettings.key")} tooltip={t("fieldSettings.keyHint")} rules={[{ required: true, message: t("fieldSettings.keyMissing") }, { pattern: /^[a-z][a-z0-9_]{0,39}$/, message: t("fieldSettings.keyForm") }]}><Input className="mono-box" disabled={field !== null} maxLength={40} /></Form.Item>
        </div>
        {kind === "conversation" && <Form.Item name="required" valuePropName="checked"><Checkbox>{t("fieldSettings.required")}</Checkbox></Form.Item>}
        {isChosen(type) && <Options />}
        {isNumber(type) && (
          <div className="form-row">
            <Form.Item name={["bounds", "min"]} label={t("fieldSettings.min")}><InputNumber style={{ width: "100%" }} /></Form.Item>
            <Form.Item name={["bounds", "max"]} label={t("fieldSettings.max")}><InputNumber style={{ width: "100%" }} /></Form.Item>
          </div>
        )}
        {isText(type) && (
          <div className="form-row">
            <Form.Item name={["bounds", "min_length"]} label={t("fieldSettings.minLength")}><InputNumber min={0} max={20000} precision={0} style={{ width: "100%" }} /></Form.Item>
            <Form.Item name={["bounds", "max_length"]} label={t("fieldSettings.maxLength")}><InputNumber min={0} max={20000} precision={0} style={{ width: "100%" }} /></Form.Item>
            <Form.Item name={["bounds", "pattern"]} label={t("fieldSettings.pattern")} tooltip={t("fieldSettings.patternHint")}><Input className="mono-box" maxLength={200} /></Form.Item>
          </div>
        )}
        {type !== "choices" && (
          <Form.Item name="default" label={t("fieldSettings.default")} extra={t("fieldSettings.defaultHint")}>
            <FieldInput label={t("fieldSettings.default")} field={{ type, options: (options as Fields["options"] ?? []).filter((each) => each?.key).map(optionOf) }} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}

/** What can be chosen. An option that was there before is archived, not lost. */
function Options() {
  const { t } = useWords();
  return (
    <fieldset className="form-group">
      <legend>{t("fieldSettings.options")}</legend>
      <Form.List name="options" rules={[{ validator: (_, list?: unknown[]) => (list?.length ? Promise.resolve() : Promise.reject(new Error(t("fieldSettings.optionsMissing")))) }]}>{(rows, { add, remove }, { errors }) => (
        <>
          {rows.map((row, at) => (
            <div key={row.key} className="option-row">
              <Form.Item name={[row.name, "colour"]} noStyle getValueProps={(value: string) => ({ value: value || "#8a9694" })}><input type="color" className="plain-box colour-box" aria-label={t("fieldSettings.optionColour", { at: at + 1 })} /></Form.Item>
              <Form.Item name={[row.name, "key"]} rules={[{ required: true, message: t("fieldSettings.optionKeyMissing") }]}><Input aria-label={t("fieldSettings.optionKey", { at: at + 1 })} placeholder={t("fieldSettings.optionKeyShort")} maxLength={60} className="mono-box" /></Form.Item>
              <Form.Item name={[row.name, "zh"]}><Input aria-label={t("fieldSettings.optionZh", { at: at + 1 })} placeholder={t("fieldSettings.nameZh")} maxLength={100} /></Form.Item>
              <Form.Item name={[row.name, "en"]}><Input aria-label={t("fieldSettings.optionEn", { at: at + 1 })} placeholder={t("fieldSettings.nameEn")} maxLength={100} /></Form.Item>
              <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t("fieldSettings.optionDrop", { at: at + 1 })} onClick={() => remove(row.name)} />
            </div>
          ))}
          <Form.ErrorList errors={errors} />
          <Button icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>{t("fieldSettings.optionAdd")}</Button>
          <p className="panel-none option-hint">{t("fieldSettings.optionHint")}</p>
        </>
      )}</Form.List>
    </fieldset>
  );
}

type OptionWords = NonNullable<Fields["options"]>[number];

function optionOf(each: OptionWords): FieldOption {
  return { key: each.key, names: namesOf(each), colour: each.colour || undefined, archived: each.archived || undefined };
}

function namesOf({ zh, en }: { zh?: string; en?: string }): Record<string, string> {
  return { ...(zh?.trim() ? { "zh-CN": zh.trim() } : {}), ...(en?.trim() ? { en: en.trim() } : {}) };
}

function bodyOf(fields: Fields) {
  const bounds = Object.fromEntries(Object.entries(fields.bounds ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "")) as FieldBounds;
  return { names: namesOf(fields), required: fields.required, options: isChosen(fields.type) ? (fields.options ?? []).map(optionOf) : undefined, bounds };
}

function fieldsOf(field: OwnField): Fields {
  return {
    zh: field.names["zh-CN"], en: field.names["en"], key: field.key, object: field.object, type: field.type, required: field.required, bounds: field.bounds, default: field.default ?? undefined,
    options: field.options.filter((each) => !each.archived).map((each) => ({ key: each.key, zh: each.names["zh-CN"], en: each.names["en"], colour: each.colour })),
  };
}
