import { PhoneOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { asFault } from "../../api";
import { callbacks, type Callback } from "../../api/callbacks";
import { say } from "../../ui/say";
import { useWords } from "../../words";
import { faultWords } from "../../words/fault";
import { dialled } from "./rules";

/** The number, as one may see it; whoever is going to call has it shown. */
export function Number({ callback }: { callback: Callback }) {
  const { t } = useWords();
  const show = useMutation({ mutationFn: () => callbacks.number(callback.id), onError: (cause) => say.bad(faultWords(t, asFault(cause))) });
  const phone = show.data?.phone ?? callback.phone;
  const link = dialled(phone);
  if (!phone) return <span className="faint">{t("callback.numberGone")}</span>;
  return (
    <span className="callback-number">
      {link ? <a className="num" href={link}><PhoneOutlined aria-hidden /> {phone}</a> : <span className="num">{phone}</span>}
      {!link && callback.can.number && <Button size="small" type="link" loading={show.isPending} onClick={() => show.mutate()}>{t("callback.showNumber")}</Button>}
    </span>
  );
}
