import { Form, type FormInstance } from "antd";
import { useEffect, useRef } from "react";

type Path = (string | number)[];

/**
 * A form over a row that is fetched again while somebody writes. Give the row's version
 * and what the form begins with. When another version comes, boxes that nobody touched
 * show what is new and the others keep what was written; after the form's own save, of
 * which `saved` is told the version that came of it, all show what was saved.
 */
export function useKeptForm<Fields extends object>(version: number, initial: object): { form: FormInstance<Fields>; saved: (row: { version: number }) => void } {
  const [form] = Form.useForm<Fields>();
  const shown = useRef({ version, initial });
  const ours = useRef(0);
  useEffect(() => {
    const before = shown.current;
    shown.current = { version, initial };
    if (before.version === version) return;
    if (ours.current === version) form.resetFields();
    else refresh(form, before.initial, initial);
  });
  const saved = (row: { version: number }) => {
    ours.current = row.version;
    if (shown.current.version === row.version) form.resetFields();
  };
  return { form, saved };
}

function refresh<Fields extends object>(form: FormInstance<Fields>, before: object, now: object): void {
  const paths = form.getFieldsError().map(({ name }) => wholeList(name as Path));
  const stale = paths.filter((path) => !form.isFieldTouched(path as never) && JSON.stringify(at(before, path)) !== JSON.stringify(at(now, path)));
  if (stale.length > 0) form.resetFields(stale as never);
}

/** The rows of a list stand and fall together: half of an old list and half of a new one is neither. */
function wholeList(path: Path): Path {
  const row = path.findIndex((step) => typeof step === "number");
  return row < 0 ? path : path.slice(0, row);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null | undefined)?.[step], value);
}
