import { Button, Tooltip, type ButtonProps } from "antd";
import { Keys } from "../ui/Keys";
import { useWords } from "../words";
import type { Offer } from "./command";

type Props = Omit<ButtonProps, "onClick"> & { offer: Offer; short?: boolean; label?: string };

/** A button of a command; pointing at it teaches the key. */
export function CommandButton({ offer, short = false, label, ...rest }: Props) {
  const { t } = useWords();
  const name = label ?? t(`command.${offer.name}`);
  return (
    <Tooltip mouseEnterDelay={0.5} title={<span className="tip">{name}{offer.keys && <Keys keys={offer.keys} />}</span>}>
      <Button {...rest} aria-label={name} aria-keyshortcuts={offer.keys} disabled={rest.disabled ?? !offer.enabled} onClick={offer.run}>
        {short ? undefined : name}
      </Button>
    </Tooltip>
  );
}
