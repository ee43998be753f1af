import { KeyOutlined } from "@ant-design/icons";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { Alert, Button, Form, Input } from "antd";
import { useState } from "react";
import { api, asFault, type Entrance, type SignInOffer } from "../../api";
import { canPasskeys, signWith } from "../../features/account/passkey";
import { keys } from "../../live";
import { has, useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { CodeStep } from "./CodeStep";
import { Door } from "./Door";
import { EnrolStep } from "./EnrolStep";
import { useEnter } from "./useEnter";

type Step = Exclude<Entrance["step"], "in"> | null;

/** The way in, one step after the other: what is shown is what the server waits for. */
export default function SignIn() {
  const { to } = useSearch({ strict: false }) as { to?: string };
  const enter = useEnter();
  const offer = useQuery({ queryKey: keys.signIn, queryFn: api.signIn.show, staleTime: 0, retry: false });
  const [come, setCome] = useState<Step | undefined>(undefined);
  const step = come === undefined ? offer.data?.waiting?.step ?? null : come;
  const passed = (entrance: Entrance) => (entrance.step === "in" && entrance.me ? enter(entrance.me, to) : setCome(entrance.step === "in" ? null : entrance.step));
  const back = () => {
    void api.signIn.turnBack().catch(() => undefined);
    setCome(null);
  };
  if (step === "code") return <CodeStep passed={passed} back={back} />;
  if (step === "enrol") return <EnrolStep passed={passed} back={back} />;
  return <First offer={offer.data} passed={passed} onlyPasskey={step === "passkey"} back={back} />;
}

function First({ offer, passed, onlyPasskey, back }: { offer?: SignInOffer; passed: (entrance: Entrance) => void; onlyPasskey: boolean; back: () => void }) {
  const { t } = useWords();
  const { to, fault } = useSearch({ strict: false }) as { to?: string; fault?: string };
  const open = useMutation({ mutationFn: api.session.open, onSuccess: passed });
  const sign = useMutation({ mutationFn: signWith, onSuccess: (entrance) => { if (entrance) passed(entrance); } });
  const refusal = open.error ?? sign.error;
  const passkeys = offer?.passkeys && canPasskeys();
  return (
    <Door title={t(onlyPasskey ? "signIn.passkeyTitle" : "signIn.title")} lead={onlyPasskey ? t("signIn.passkeyWanted") : to ? t("signIn.again") : undefined}>
      {offer?.setup_open && <Alert type="info" showIcon title={t("signIn.setupOpen")} className="door-fault" />}
      {refusal && <Alert type="error" showIcon role="alert" title={faultWords(t, asFault(refusal))} className="door-fault" />}
      {!refusal && fault && <Alert type="error" showIcon role="alert" title={has(`fault.${fault}`) ? t(`fault.${fault}`) : t("signIn.broken")} className="door-fault" />}
      {!onlyPasskey && (
        <Form layout="vertical" requiredMark={false} onFinish={(fields: { email: string; password: string }) => { sign.reset(); open.mutate(fields); }}>
          {offer && !offer.password && <p className="door-lead">{t("signIn.passwordOff")}</p>}
          <Form.Item name="email" label={t("field.email")} rules={[{ required: true, message: t("field.emailMissing") }]}>
            <Input type="email" size="large" autoComplete="username webauthn" autoFocus inputMode="email" />
          </Form.Item>
          <Form.Item name="password" label={t("field.password")} rules={[{ required: true, message: t("field.passwordMissing") }]}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" size="large" block htmlType="submit" loading={open.isPending}>{t("signIn.go")}</Button>
        </Form>
      )}
      {(passkeys || (offer?.providers.length && !onlyPasskey)) && (
        <div className="door-others">
          {!onlyPasskey && <p className="door-or"><span>{t("signIn.or")}</span></p>}
          {!onlyPasskey && offer?.providers.map((each) => (
            <Button key={each.id} type={offer.password ? "default" : "primary"} size="large" block href={`/v1/sign-on/${encodeURIComponent(each.id)}${to ? `?to=${encodeURIComponent(to)}` : ""}`}>{t("signIn.byProvider", { name: each.name })}</Button>
          ))}
          {passkeys && <Button type={onlyPasskey ? "primary" : "default"} size="large" block icon={<KeyOutlined aria-hidden />} loading={sign.isPending} onClick={() => { open.reset(); sign.mutate(); }}>{t("signIn.byPasskey")}</Button>}
        </div>
      )}
      {onlyPasskey
        ? <p className="door-help"><Button type="link" size="small" onClick={back}>{t("signIn.other")}</Button></p>
        : <p className="door-help">{t("signIn.forgotten")}</p>}
    </Door>
  );
}
