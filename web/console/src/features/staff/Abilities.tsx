import { DeleteOutlined } from "@ant-design/icons";
import { Button, Select } from "antd";
import { useWords } from "../../words";

export interface Ability { id: string; level: number }

const levels = [1, 2, 3];

/** Picks skills or languages, each with how good somebody is. */
export function Abilities({ value = [], onChange, options, add, kind }: {
  value?: Ability[]; onChange?: (next: Ability[]) => void; options: { value: string; label: string }[]; add: string; kind: "skill" | "language";
}) {
  const { t } = useWords();
  const name = (id: string) => options.find((each) => each.value === id)?.label ?? id;
  const level = (of: string, to: number) => onChange?.(value.map((each) => (each.id === of ? { ...each, level: to } : each)));
  return (
    <div className="abilities">
      {value.map((each) => (
        <div key={each.id} className="ability">
          <span>{name(each.id)}</span>
          <Select size="small" aria-label={t("ability.levelOf", { name: name(each.id) })} value={each.level} onChange={(to) => level(each.id, to)} options={levels.map((at) => ({ value: at, label: t(`ability.${kind}.${at}`) }))} popupMatchSelectWidth={false} />
          <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t("ability.remove", { name: name(each.id) })} onClick={() => onChange?.(value.filter((other) => other.id !== each.id))} />
        </div>
      ))}
      <Select
        value={null} placeholder={add} aria-label={add} showSearch optionFilterProp="label"
        options={options.filter((option) => !value.some((each) => each.id === option.value))}
        onChange={(id: string | null) => id && onChange?.([...value, { id, level: 2 }])}
      />
    </div>
  );
}
