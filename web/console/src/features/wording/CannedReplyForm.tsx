import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Dropdown, Form, Input, Modal, Select, Tabs } from "antd";
import { lazy, Suspense, useRef, useState } from "react";
import { api, asFault, type CannedReply, type CannedReplySave, type WordingText } from "../../api";
import { keys } from "../../live";
import type { Handle } from "../../ui/editor/Editor";
import { say } from "../../ui/say";
import { locales, useWords, type Locale } from "../../words";
import { faultWords } from "../../words/fault";
import { OwnerField } from "./OwnerField";
import { ownedBy, ownerOf, variables } from "./rules";

const Editor = lazy(() => import("../../ui/editor/Editor"));

interface Fields { title: string; shortcut: string; folder: string; tags: string[]; owner: string }

const nothing: WordingText = { text: "", html: "" };

export function CannedReplyForm({ canned, close }: { canned: CannedReply | null; close: () => void }) {
  const { t, locale } = useWords();
  const client = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [texts, setTexts] = useState<Record<string, WordingText>>(canned?.texts ?? {});
  const [language, setLanguage] = useState<Locale>(canned && !canned.texts[locale] ? (locales.find((each) => canned.texts[each]) ?? locale) : locale);
  const box = useRef<Handle | null>(null);
  const save = useMutation({
    mutationFn: ({ owner, ...fields }: Fields) => {
      const body: CannedReplySave = { ...fields, ...ownedBy(owner), texts, version: canned?.version };
      return canned ? api.cannedReplies.change(canned.id, body) : api.cannedReplies.add(body);
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.cannedReplies });
      say.done(t("act.saved"));
      close();
    },
  });
  return (
    <Modal open width={680} title={canned ? t("cannedReplies.change", { title: canned.title }) : t("cannedReplies.add")} okText={t(canned ? "act.save" : "cannedReplies.make")} cancelText={t("act.cancel")} confirmLoading={save.isPending} onCancel={close} onOk={form.submit}>
      <Form name="canned" form={form} layout="vertical" requiredMark={false} onFinish={save.mutate} initialValues={canned ? { ...canned, owner: ownerOf(canned) } : { title: "", shortcut: "", folder: "", tags: [], owner: "personal" }}>
        {save.error && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(save.error))} className="door-fault" />}
        <div className="form-row">
          <Form.Item name="title" label={t("cannedReplies.title")} rules={[{ required: true, message: t("cannedReplies.titleMissing") }]}><Input autoFocus maxLength={120} /></Form.Item>
          <Form.Item name="shortcut" label={t("cannedReplies.shortcut")} extra={t("cannedReplies.shortcutHint")}><Input prefix="/" maxLength={40} /></Form.Item>
        </div>
        <div className="form-row">
          <OwnerField />
          <Form.Item name="folder" label={t("cannedReplies.folder")}><Input maxLength={120} /></Form.Item>
          <Form.Item name="tags" label={t("cannedReplies.tags")}><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[",", "，"]} /></Form.Item>
        </div>
        <Tabs
          size="small" activeKey={language} onChange={(key) => { box.current = null; setLanguage(key as Locale); }}
          items={locales.map((each) => ({ key: each, label: `${t(`language.${each}`)}${texts[each]?.text.trim() ? " ✓" : ""}` }))}
          tabBarExtraContent={(
            <Dropdown trigger={["click"]} menu={{ items: variables.map((each) => ({ key: each, label: <span className="menu-pair">{t(`variable.${each}`)}<em><code>{`{{${each}}}`}</code></em></span> })), onClick: ({ key }) => box.current?.insert({ text: `{{${key}}}`, html: "" }) }}>
              <Button size="small" type="text">{t("wording.insertVariable")}</Button>
            </Dropdown>
          )}
        />
        <div className="wording-box">
          <Suspense fallback={<div className="composer-text" />}>
            <Editor key={language} value={texts[language] ?? nothing} label={t("cannedReplies.textIn", { language: t(`language.${language}`) })} placeholder={t("cannedReplies.textPlaceholder")} onChange={(text) => setTexts((old) => ({ ...old, [language]: text }))} onReady={(handle) => { box.current = handle; }} />
          </Suspense>
        </div>
        <p className="wording-hint">{t("wording.fallbackHint", { example: `{{contact.name|${t("wording.fallbackWord")}}}` })}</p>
      </Form>
    </Modal>
  );
}
