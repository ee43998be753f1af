import { SafetyCertificateOutlined } from "@ant-design/icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Modal } from "antd";
import { useState } from "react";
import { api, type Enrolment, type Factor } from "../../api";
import { keys } from "../../live";
import { Loaded } from "../../ui/Loaded";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { useNow } from "../../words/now";
import { date } from "../../words/time";
import { EnrolFactor } from "./EnrolFactor";
import { ProofForm } from "./ProofForm";
import { RecoveryCodes } from "./RecoveryCodes";

export function useFactor() {
  return useQuery({ queryKey: keys.factor, queryFn: api.factor.get });
}

type Act = "begin" | "drop" | "renew" | null;

/** The app that shows six digits: on, off, and the codes for when it is lost. */
export function SecondFactor() {
  const query = useFactor();
  return <Loaded query={query} rows={2}>{(factor) => <Card factor={factor} />}</Loaded>;
}

function Card({ factor }: { factor: Factor }) {
  const { t, locale } = useWords();
  const now = useNow();
  const client = useQueryClient();
  const [act, setAct] = useState<Act>(null);
  const [begun, setBegun] = useState<Enrolment | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const fresh = () => {
    void client.invalidateQueries({ queryKey: keys.factor });
    void client.invalidateQueries({ queryKey: keys.sessions });
  };
  const confirm = useMutation({
    mutationFn: api.factor.confirm,
    onSuccess: (answer) => {
      setBegun(null);
      setCodes(answer.recovery_codes);
      fresh();
    },
  });
  const few = factor.on && factor.recovery_codes <= 3;
  return (
    <div className="stack">
      {!factor.on && factor.must && factor.passkeys === 0 && <Alert type="warning" showIcon title={t("factor.mustHave")} />}
      {few && <Alert type="warning" showIcon title={t("factor.fewCodes", { count: factor.recovery_codes })} />}
      <p>{factor.on
        ? <><SafetyCertificateOutlined className="good" aria-hidden /> {t("factor.onSince", { date: date(locale, factor.since ?? "", now), count: factor.recovery_codes })}</>
        : <span className="faint">{t("factor.off")}</span>}</p>
      <div className="row-acts">
        {!factor.on && <Button onClick={() => setAct("begin")}>{t("factor.begin")}</Button>}
        {factor.on && <Button onClick={() => setAct("renew")}>{t("factor.renew")}</Button>}
        {factor.on && <Button danger type="text" onClick={() => setAct("drop")}>{t("factor.drop")}</Button>}
      </div>
      {act === "begin" && <ProofForm title={t("factor.begin")} means={t("factor.beginMeans")} go={t("factor.next")} factor={factor} close={() => setAct(null)} run={async (proof) => { confirm.reset(); setBegun(await api.factor.begin(proof)); }} />}
      {act === "renew" && <ProofForm title={t("factor.renew")} means={t("factor.renewMeans")} go={t("factor.renewGo")} factor={factor} close={() => setAct(null)} run={async (proof) => { setCodes((await api.factor.renewCodes(proof)).recovery_codes); fresh(); }} />}
      {act === "drop" && <ProofForm title={t("factor.drop")} means={t("factor.dropMeans")} go={t("factor.drop")} danger factor={factor} close={() => setAct(null)} run={async (proof) => { await api.factor.drop(proof); fresh(); say.done(t("factor.dropped")); }} />}
      {begun && (
        <Modal open title={t("factor.begin")} footer={null} onCancel={() => setBegun(null)} mask={{ closable: false }}>
          <EnrolFactor enrolment={begun} confirm={confirm.mutate} busy={confirm.isPending} fault={confirm.error} />
        </Modal>
      )}
      {codes && (
        <Modal open title={t("factor.codesTitle")} footer={null} closable={false} mask={{ closable: false }} keyboard={false}>
          <p className="section-lead">{t("factor.codesLead")}</p>
          <RecoveryCodes codes={codes} stored={() => setCodes(null)} />
        </Modal>
      )}
    </div>
  );
}
